"""The rows of the database, one module for each group. Nothing else may change them than actions.

The modules of this folder are found, so that a new one needs no line here; Django wants every model
loaded when its application is.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from jiping.store.models.figure import KeptFigures
from jiping.store.models.form import Change, Form, FormBody, FormVersion, Project
from jiping.store.models.job import Job
from jiping.store.models.log import LogEntry, LogHead
from jiping.store.models.organisation import Alias, Organisation, Placement, UnmatchedName
from jiping.store.models.people import (
    Assignment,
    FormerPassword,
    Membership,
    Person,
    Role,
    SavedView,
    SignInFailure,
    Token,
)
from jiping.store.models.review import Answer, Evidence, FindingRow, Opinion, StateStep
from jiping.store.models.upload import SourceFile, Upload, UploadedFile

for _module in iter_modules(__path__, f"{__name__}."):
    import_module(_module.name)

__all__ = [
    "Alias",
    "Answer",
    "Assignment",
    "Change",
    "Evidence",
    "FindingRow",
    "Form",
    "FormBody",
    "FormVersion",
    "FormerPassword",
    "Job",
    "KeptFigures",
    "LogEntry",
    "LogHead",
    "Membership",
    "Opinion",
    "Organisation",
    "Person",
    "Placement",
    "Project",
    "Role",
    "SavedView",
    "SignInFailure",
    "SourceFile",
    "StateStep",
    "Token",
    "UnmatchedName",
    "Upload",
    "UploadedFile",
]
