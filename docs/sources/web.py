"""The page of the web system: rights, states and steps, from the tables that the program asks."""

from __future__ import annotations

from jiping.store.password_rules import STRICT, Passwords
from jiping.store.rights import rights
from jiping.store.steps import table

_ROLES = {
    "filler": "填报人", "unit_reviewer": "单位审核人", "department": "主管部门", "finance": "财政",
    "reviewer": "复核机构", "auditor": "审计", "administrator": "管理员",
}  # fmt: skip
_REACH = {
    "own": "本单位",
    "subtree": "本级及下级",
    "assigned": "交办的",
    "self": "自己的",
    "all": "全部",
}

_HEAD = """
# 网页系统

    pip install "jiping[web]"
    jiping serve

不用配置：数据放在个人数据文件夹（SQLite），只在本机（127.0.0.1）打开，浏览器自动打开。首次启动，窗口里显示带一次性
凭证的网址，用它登记第一名管理员；没有默认密码。`jiping serve --desktop` 一个人用，不需要登录：网址里的凭证只能用一次。

## 单位服务器

`jiping serve --server 设置.toml --host 127.0.0.1 --port 8642 --no-browser`，放在反向代理（nginx 等）后面，由它提供 HTTPS，
并设置 `X-Forwarded-Proto` 和 `X-Forwarded-For`。设置文件：

```toml
hosts = ["jixiao.example.gov.cn"]                  # 必填：用户访问的域名
database = "postgresql://jiping:密码@127.0.0.1:5432/jiping"   # 不写则用 SQLite
data = "/srv/jiping"                               # 上传的文件、密钥、日志
proxies = 1                                        # 前面有几层自己的代理
two_persons = true                                 # 送审和审核不能是同一个人
upload_mb = 200                                    # 一次上传的上限

[passwords]                                        # 不写的项用下表“单位服务器”一栏
days = 90
second_factor = ["administrator", "auditor", "finance"]
```
"""
_LOG = """
## 日志

每一次改动、登录、下载都在日志里：改动和日志在同一个事务中，要么都有，要么都没有。每条记录带前一条的校验值，数据库本身拒绝修改和删除；
`jiping serve --data 文件夹 --check-log` 核对整条链，被改动、删除、截断都能看出来；`--export-log` 写成每行一条的 JSON，
离开本系统也能核对（校验值是除 `hash` 以外各项按键名排序、无空格的 JSON 的 SHA-256）。
"""


_RECALLED = (
    "单位服务器一栏按网络安全等级保护第三级对身份鉴别的要求（GB/T 22239—2019，8.1.4.1）取值；"
    "该条不规定具体数字，这里的数字是通常做法，凭记忆写下，请按测评机构的要求调整。"
)


def pages() -> dict[str, str]:
    """``web.md``."""
    parts = [_HEAD, _passwords(), _rights(), _flow(), _LOG]
    return {"web.md": "\n\n".join(part.strip() for part in parts)}


def _passwords() -> str:
    plain = Passwords()
    rows = [
        ("密码至少几个字符", "least"), ("大写、小写、数字、其他中至少几种", "classes"),
        ("不能与最近几次用过的相同（0 不限）", "history"), ("几天后须改（0 不限）", "days"),
        ("连续失败几次锁定", "failures"), ("锁定几分钟", "locked_minutes"),
        ("几分钟不操作自动退出", "idle_minutes"), ("最长几小时须重新登录", "longest_hours"),
        ("哪些角色必须用动态口令", "second_factor"),
    ]  # fmt: skip

    def shown(value: object) -> str:
        return (
            "、".join(_ROLES[v] for v in value) or "—" if isinstance(value, tuple) else str(value)
        )

    lines = ["## 登录", "", "| 项目 | 设置项 | 本机 | 单位服务器 |", "| --- | --- | --- | --- |"]
    for title, name in rows:
        values = shown(getattr(plain, name)), shown(getattr(STRICT, name))
        lines.append(f"| {title} | `{name}` | {values[0]} | {values[1]} |")
    lines += ["", _RECALLED]
    return "\n".join(lines)


def _rights() -> str:
    lines = [
        "## 谁能做什么", "",
        "按角色和单位树：看不到的，对他来说就是不存在（“没有找到”）。一个人可以在几个单位有几种角色。", "",
        "| 权限 | " + " | ".join(_ROLES.values()) + " |", "| --- " * (len(_ROLES) + 1) + "|",
    ]  # fmt: skip
    for right in rights().values():
        cells = [_REACH[right.reach[role]] if role in right.reach else "" for role in _ROLES]
        lines.append(f"| {right.title} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _flow() -> str:
    states, steps = table().states, table().steps
    lines = [
        "## 流转", "", "| 步骤 | 由 | 到 | 需要的权限 | 要求 |", "| --- | --- | --- | --- | --- |"
    ]  # fmt: skip
    for step in steps.values():
        asked = [
            word for flag, word in (
                (step.opinion, "写明意见"), (step.other, "与送审人不是同一人（设置 `two_persons` 时）"),
                (step.complete, "错误都已说明"),
            ) if flag
        ]  # fmt: skip
        before = "、".join(states[code].title for code in step.before)
        lines.append(
            f"| {step.title} | {before} | {states[step.after].title} | {rights()[step.right].title} "
            f"| {'；'.join(asked) or '—'} |"
        )
    locked = "、".join(state.title for state in states.values() if not state.editable)
    return "\n".join([*lines, "", f"{locked}状态下内容锁定，不能修改。"])
