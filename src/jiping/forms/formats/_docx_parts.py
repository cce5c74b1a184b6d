"""The parts of a Word document that are the same in every form: types, relations, styles, fonts.

Order of elements after ECMA-376 part 1 (CT_Style, CT_PPr, CT_RPr, CT_Settings, CT_Font).
"""

from __future__ import annotations

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"

CONTENT_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_WORD}.settings+xml"/>'
    f'<Override PartName="/word/fontTable.xml" ContentType="{_WORD}.fontTable+xml"/>'
    '<Override PartName="/word/theme/theme1.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.theme+xml"/>'
    '<Override PartName="/docProps/core.xml" ContentType='
    '"application/vnd.openxmlformats-package.core-properties+xml"/>'
    '<Override PartName="/docProps/app.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.extended-properties+xml"/>'
    "</Types>"
)
RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/relationships/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" '
    'Target="docProps/core.xml"/>'
    f'<Relationship Id="rId3" Type="{_OFFICE}/relationships/extended-properties" '
    'Target="docProps/app.xml"/></Relationships>'
)
DOCUMENT_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/relationships/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/relationships/settings" Target="settings.xml"/>'
    f'<Relationship Id="rId3" Type="{_OFFICE}/relationships/fontTable" Target="fontTable.xml"/>'
    f'<Relationship Id="rId4" Type="{_OFFICE}/relationships/theme" Target="theme/theme1.xml"/>'
    "</Relationships>"
)
APP = (
    f'{_HEAD}<Properties xmlns="{_OFFICE}/extended-properties"><Application>jiping</Application>'
    "</Properties>"
)
SETTINGS = (
    f'{_HEAD}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
    '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat>'
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
    'w:val="15"/></w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
    '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
)
_SONG, _TITLE, _IMITATION, _BLACK, _BRUSH = (
    "宋体",
    "方正小标宋简体",
    "仿宋_GB2312",
    "黑体",
    "楷体_GB2312",
)
_LATIN = "Times New Roman"
_FONTS = (
    (_SONG, "SimSun", "auto"),
    (_TITLE, "宋体", "auto"),
    (_IMITATION, "仿宋", "modern"),
    (_BLACK, "SimHei", "modern"),
    (_BRUSH, "楷体", "modern"),
)
"""Name, the font that stands in where it isn't installed, family."""
FONT_TABLE = (
    f'{_HEAD}<w:fonts xmlns:w="{W}">'
    + "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{instead}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{family}"/></w:font>'
        for name, instead, family in _FONTS
    )
    + f'<w:font w:name="{_LATIN}"><w:charset w:val="00"/><w:family w:val="roman"/></w:font></w:fonts>'
)


def _style(name: str, paragraph: str, font: str = _SONG, size: int = 20, bold: bool = False) -> str:
    weight = "<w:b/>" if bold else ""
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{name}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>'
        f'<w:rFonts w:ascii="{_LATIN}" w:eastAsia="{font}" w:hAnsi="{_LATIN}" w:cs="{_LATIN}"/>'
        f'{weight}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


_CLOSE = '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
_INDENT = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
_BODY = '<w:spacing w:before="0" w:after="0" w:line="560" w:lineRule="exact"/>'
STYLES = (
    f'{_HEAD}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>'
    f'<w:rFonts w:ascii="{_LATIN}" w:eastAsia="{_SONG}" w:hAnsi="{_LATIN}" w:cs="{_LATIN}"/>'
    '<w:sz w:val="20"/><w:szCs w:val="20"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
    "<w:pPr/></w:style>"
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
    '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="57" w:type="dxa"/>'
    '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    + _style("FormLabel", f'{_CLOSE}<w:jc w:val="center"/>')
    + _style("FormHead", f'{_CLOSE}<w:jc w:val="center"/>')
    + _style("FormText", f'{_CLOSE}<w:jc w:val="center"/>')
    + _style("FormProse", f'{_CLOSE}<w:jc w:val="left"/>')
    + _style("FormNumber", f'{_CLOSE}<w:jc w:val="center"/>')
    + _style("FormAttachment", _CLOSE, _BLACK, 28)
    + _style(
        "FormTitle",
        '<w:keepNext/><w:spacing w:before="0" w:after="60" w:line="240" w:lineRule="auto"/>'
        '<w:jc w:val="center"/>',
        _TITLE,
        40,
    )
    + _style(
        "FormPeriod",
        '<w:keepNext/><w:spacing w:before="0" w:after="80" w:line="240" w:lineRule="auto"/>'
        '<w:jc w:val="center"/>',
        _IMITATION,
        24,
    )
    + _style("FormLine", f"<w:keepNext/>{_CLOSE}", _IMITATION, 21)
    + _style("FormHeading", f"<w:keepNext/>{_BODY}{_INDENT}", _BLACK, 32)
    + _style("FormSubheading", f"<w:keepNext/>{_BODY}{_INDENT}", _BRUSH, 32)
    + _style("FormBody", f"{_BODY}{_INDENT}", _IMITATION, 32)
    + _style("FormLetter", _BODY, _IMITATION, 32)
    + _style("FormSign", '<w:spacing w:before="120" w:after="0"/>', _IMITATION, 21)
    + _style(
        "FormJoin",
        '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>',
        size=2,
    )
    + "</w:styles>"
)


def core(title: str) -> str:
    """The properties of one document; ``title`` is already escaped."""
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title>'
        "<dc:creator>jiping</dc:creator><dc:language>zh-CN</dc:language></cp:coreProperties>"
    )
