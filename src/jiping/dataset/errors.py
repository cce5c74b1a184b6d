"""What can be the matter with a dataset; every message is Chinese and for people."""

from __future__ import annotations


class DatasetError(Exception):
    """The dataset, or what was asked of it, is not as it has to be."""


def need_arrow() -> None:
    """Raises DatasetError, naming the extra, where Arrow is not installed."""
    try:
        import pyarrow.parquet  # noqa: F401 - only whether it is there
    except ImportError as error:
        raise DatasetError(
            "数据集需要 pyarrow，本机没有安装。请运行：python -m pip install 'jiping[arrow]'"
        ) from error
