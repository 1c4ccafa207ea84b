from cms.models.card_file import CardBook, CardFile
from cms.models.catalogue import CatalogueEdition, CatalogueEntry
from cms.models.content_version import ContentVersion
from cms.models.guide_pages import GuideIndexPage, GuideMatter, GuidePage, TextPage
from cms.models.home_page import HomePage
from cms.models.matter import Matter
from cms.models.matter_version import MatterVersion, VersionFile
from cms.models.notice_pages import NoticeFile, NoticeIndexPage, NoticePage
from cms.models.publication_task import PublicationTask
from cms.models.site_settings import SiteSettings

__all__ = [
    "CardBook",
    "CardFile",
    "CatalogueEdition",
    "CatalogueEntry",
    "ContentVersion",
    "GuideIndexPage",
    "GuideMatter",
    "GuidePage",
    "HomePage",
    "Matter",
    "MatterVersion",
    "NoticeFile",
    "NoticeIndexPage",
    "NoticePage",
    "PublicationTask",
    "SiteSettings",
    "TextPage",
    "VersionFile",
]
