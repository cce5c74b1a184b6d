"""What the web system keeps: Django models, actions, the one policy, jobs.

Nothing here runs without Django (extra ``web``). `models` are plain rows; whatever changes them is
an action in `actions` (permission, change and log entry in one transaction, the same for a page, a
call and a script); `policy` answers what a person may see and do; `steps` reads the table of states.
"""
