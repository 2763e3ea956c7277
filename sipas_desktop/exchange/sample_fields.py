"""The headings under which offices write the columns of a sample list."""

from __future__ import annotations

from typing import Final

from sipas_desktop.exchange.headers import Field

_DAY = r"\b(?:ngay|thoi gian|thoi diem)\b"
_PERSON = (
    r"\bho (?:va )?ten\b|^ten$|\bten (?:nguoi|khach hang|cong dan|ca nhan|chu|doi tuong|day du)\b"
    r"|\bnguoi (?:nop|dan|duoc|giao dich|lam|yeu cau|tra loi|su dung|dung ten|de nghi|dai dien|lien he)\b"
    r"|\bnguoi (?:thuc hien|gui|den)\b"
    r"|\bchu (?:ho so|ho|giay)\b|\bca nhan\b|\bcong dan\b|\bkhach hang\b|\bdoi tuong (?:khao sat|phuc vu)\b"
    r"|\bfull ?name\b|^name$|\brespondent\b"
)
_OFFICER = (
    r"\b(?:can bo|cong chuc|vien chuc|chuyen vien|dieu tra vien)\b"
    r"|\bnguoi (?:tiep nhan|xu ly|thu ly|giai quyet|tra|lap|phu trach|phoi hop|huong dan)\b|\bthu ly\b"
)

# In the order in which a heading is tried. A field without a name is a column that is not read.
FIELDS: Final = (
    Field("ordinal", r"^(?:stt|so tt|so thu tu|thu tu|tt|no)$"),
    Field("identity", r"\b(?:cccd|cmnd|cmt|can cuoc|chung minh|dinh danh|ho chieu|identity|passport)\b"),
    Field("", _OFFICER),
    Field(
        "",
        r"\b(?:ngay sinh|nam sinh|tuoi|gioi tinh|dan toc|chuc vu|chu ky|ky ten|ky nhan|le phi|trang thai|tinh trang"
        r"|so luong|tong so|ma so thue|mst|don vi tinh|don vi cong tac|nghe nghiep|trinh do)\b",
        but=r"\bho (?:va )?ten\b|\bten\b",
    ),
    Field("", r"\b(?:e ?mail|thu dien tu)\b", but=r"\bdien thoai\b|\bs?dt\b"),
    Field("", r"\bhen\b|\bhan (?:tra|giai quyet)\b|\bdu kien\b|\bqua han\b"),
    Field("consent", r"\bdong y\b|\bcho phep (?:goi|lien he|nhan tin|lien lac)\b|\bconsents?\b"),
    Field("official_mark", r"^(?:mau |danh sach )?chinh thuc$"),
    Field("reserve_mark", r"^(?:mau |danh sach )?du phong$"),
    Field(
        "list",
        r"\bchinh thuc\b.*\bdu phong\b|^(?:loai )?(?:danh sach|mau)(?: khao sat| dieu tra)?$|^(?:phan )?loai mau\b"
        r"|^list$",
    ),
    Field(
        "dossier",
        r"\b(?:ma|so)(?: so)?(?: giay)?(?: tiep nhan| phieu)? (?:ho so|hs|bien nhan)\b|^(?:so )?bien nhan(?: so)?$"
        r"|\bgiay (?:bien|tiep) nhan\b|\bma (?:bn|tra cuu)\b|^ho so(?: so)?$|\bdossier\b",
        but=r"\b(?:ngay|ten|loai|thanh phan|dia chi|gio)\b",
    ),
    Field(
        "resulted",
        _DAY + r".*\b(?:tra|nhan|co|cap|giao|ra|ky) (?:ket qua|kq)\b"
        r"|\bngay (?:tra|hoan thanh|ket thuc|giai quyet|xong|co kq|kq)\b"
        r"|\b(?:tra|nhan) (?:ket qua|kq)\b.*\b(?:ngay|thoi gian)\b|^result",
    ),
    Field(
        "received",
        _DAY + r".*\b(?:nop|nhan|gui|tiep nhan|dang ky|giao dich)\b"
        r"|\b(?:tiep nhan|nop|nhan)\b.*\b(?:ngay|thoi gian|thoi diem)\b|^received",
        but=r"\bket qua\b|\bkq\b",
    ),
    Field(
        "phone",
        r"\bdien thoai\b|\bs?dt\b|\bsddt\b|\bdi dong\b|\bphone\b|\bmobile\b|\btel\b|\bso (?:lien lac|lien he)\b",
    ),
    Field(
        "address",
        r"\bdia chi\b|\bnoi o\b|\bcho o\b|\bcu tru\b|\bthuong tru\b|\btam tru\b|\btru so\b|\baddress\b"
        r"|^thon\b|\bto dan pho\b|^so nha\b",
    ),
    Field("sector", r"\blinh vuc\b|\bnhom thu tuc\b|\bsector\b", but=r"^(?:ten )?(?:thu tuc|tthc)\b"),
    Field("procedure_code", r"^ma (?:so )?(?:thu tuc|tthc|dich vu)\b"),
    Field(
        "procedure",
        r"\bthu tuc\b|\btthc\b|\b(?:loai|ten) (?:ho so|hs|giao dich|dich vu)\b|\bdich vu\b|\bloai viec\b|\bve viec\b"
        r"|^trich yeu\b|^noi dung(?: (?:ho so|giai quyet|giao dich|cong viec|yeu cau|thuc hien))?$"
        r"|\bprocedure\b|\bservice\b",
        but=r"\b(?:nguoi|ho ten|ho va ten|khach hang|co quan|don vi|ngay)\b",
    ),
    Field("family_name", r"^ho(?: va)?(?: ten)? ?(?:dem|lot|chu lot|va chu lot)$|^ho$"),
    Field("name", _PERSON, but=r"\b(?:don vi|co quan) (?:giai quyet|tiep nhan|thuc hien)\b|^(?:ma|so) "),
    Field(
        "organisation",
        r"\b(?:to chuc|doanh nghiep|cong ty|organisation)\b",
        but=r"\b(?:giai quyet|tiep nhan|thuc hien)\b",
    ),
    Field(
        "unit",
        r"\bco quan\b|\bdon vi\b|\bubnd\b|\bbo phan\b|\bnoi (?:tiep nhan|giai quyet|nop|thuc hien)\b|\bphong ban\b"
        r"|\bso nganh\b|\bunit\b|\bagency\b",
    ),
    Field("note", r"\bghi chu\b|\bchu thich\b|^notes?$"),
)
NAMES: Final = frozenset({"name", "family_name", "organisation"})
