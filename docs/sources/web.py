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
_DAILY = """
## 日常怎么用

登录后第一页是**待办**：已退回的在最前，其次是待审核的、交办复核的，最后是草稿。没有待办时，写着可以从哪里开始。

| 要做的事 | 点哪里 |
| --- | --- |
| 把填好的文件读进来 | 任何一页把文件或 zip 拖进去，或“待办 → 导入自评表”。后台读取，可以离开、可以“停止”；读完列出每个文件的结果：已读取、已有、不是自评表、读不了（写明原因） |
| 核对读得对不对 | 导入结果里点“存疑”或“对照原件”。左边原件，右边读到的内容，点一边就指出另一边；存疑的排在最前。读错了直接改（原读的值留底）；看过没有错，点“核对无误”，就不再存疑。没有读入的格按栏目合成一行，例如“12 格：“是否核心指标”一栏” |
| 从头填一张 | “待办 → 新建自评表”，选表式、年度。上年填过的，在同一页“由以前年度的表做”里点“做下一年度的表”，再点“与上年对照”看改了什么 |
| 填表 | 像在 Excel 里一样：回车、Tab、方向键移动，整块复制粘贴，Ctrl+Z 撤销，F1 看这一栏怎么填。改动随时自动保存为草稿。表右侧绿色的数是重算得分，红色的与填报不符，点它看算式、加行、移行、传佐证材料 |
| 用填好的工作簿填入已有的表 | 打开表，“从文件填入”，选文件，“读取并对照”。先列出“现在”和“文件中”不同的每一处，看过再点“用文件中的内容填入”；原来的值在“修改记录”里 |
| 处理问题 | 表右边“问题”。改数字，问题随着消失；确有原因的，点“依据、建议与说明”，写说明、附材料，“写入说明”。数字不变，以后重审仍算已说明；数字变了，要重新说明 |
| 送审、撤回 | 表右边“流转”。还有错误没有改正或说明时会提醒 |
| 审核：通过、退回 | 打开待审核的表，逐行提意见（点行右侧的得分）或写总的意见，再点“通过”或“退回”。退回要写明意见；重新送审后，表右边“退回后的改动”列出改了哪几处、原来和现在 |
| 一次办很多张 | “自评表”列表，上面的页签选“待审核”，勾选，下面点“批量通过”“批量退回”或“交复核机构”。每张各办各的，办完列出哪张办成了、哪张没有办成、为什么 |
| 交复核机构 | 先在“单位”里建类别为“复核机构”的单位，给它的人员“复核机构”角色。表送审以后，主管部门或财政在表右边“交复核机构”里交办，或在列表里批量交办。机构的人在“待办 → 交办复核”里看到这些表，只看得到这些，能提意见、导出，不能改；“收回”以后就看不到了，说过的意见留着 |
| 看自己办过的 | “自评表”列表的页签“我办过的”：自己送审、通过、退回过的都在 |
| 常用的筛选 | 筛选以后填“视图名称”，“保存这个视图”，以后一点就到 |
| 一个项目的几年 | “项目”，点项目名称 |
| 统计 | “总览”：按状态、等级、问题，执行率与得分，资金与得分，点名列出反常的；“保存图片”带走。规则报过多少次在“规则与办法”。表超过五千张时在后台统计，页上写明统计的时间，约十分钟更新一次 |
| 打印、导出 | 打开表，“打印”“导出”：本表的表样、原文件、带批注的原文件；“导出 → 各种表样…”列出全部官方表样，某个表样没有的栏目写明哪些写不进去 |
| 看改过什么 | 打开表，“修改记录”：流转、逐项改动（原来、现在、谁、什么时候），先与退回时的对照，也可与任何一次送审的版本对照 |

### 指标库

数据文件夹里放一个 `indicators.sqlite`（用 `jiping indicators build` 由自己的数据集生成）：填三级指标名称时列出别人相近的
指标，Alt+↓ 选取；指标值旁边写明在同类中排在第几百分位（不同自己比较），审核也判 C-IND-30。没有这个文件，什么也不出现。

### 与数据集往来

管理这台机器的人可以用命令把全部自评表取入数据集（成批审核、查询、比较），再次取入只取改过的；也可以把数据集里的表写进来成为草稿：
`jiping dataset import 数据集 --from web`、`jiping dataset export 数据集 --to web`。都经过权限，都记在日志里，见
[dataset.md](dataset.md#与网页系统往来)。

### 出了意外

- 正在导入时程序被关掉或断电：已读的都在，没读的下次启动接着读；一个文件连续三次使程序中断，就不再读它，写明原因。
- 正在保存时断电：要么整个保存了，要么没有保存，没有一半；没有保存的，页面会说“刚才的改动没有保存”，内容还在表里。
- 磁盘满了、数据库停了：页面说明是哪一种、先前保存的都在；恢复后接着用，不必重启。
- 两个人同时改一张表：后保存的会被告知，不会覆盖别人的，也不会丢掉自己填的。
"""
_API = """
## 接口

网页能做的，程序都能调用（`/api/`，机器可读的说明在 `/api/openapi.json`）：在“账户 → 接口令牌”申领令牌，选权限和期限。
两个完整的例子（Linux 和 Windows）、每个调用和每种答复，见 [api.md](api.md)。自己的密码、动态口令、登录只在网页上办。
数据文件夹里有指标库（`indicators.sqlite`）时，可以按名称查指标、看一个指标值排在第几百分位；库里的项目和单位名称不给出。
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
    parts = [_HEAD, _DAILY, _passwords(), _rights(), _flow(), _API, _LOG]
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
            ) if flag
        ]  # fmt: skip
        before = "、".join(states[code].title for code in step.before)
        lines.append(
            f"| {step.title} | {before} | {states[step.after].title} | {rights()[step.right].title} "
            f"| {'；'.join(asked) or '—'} |"
        )
    locked = "、".join(state.title for state in states.values() if not state.editable)
    return "\n".join([*lines, "", f"{locked}状态下内容锁定，不能修改。"])
