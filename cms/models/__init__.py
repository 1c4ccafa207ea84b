from cms.models.home_page import HomePage
from cms.models.site_settings import SiteSettings

__all__ = ["HomePage", "SiteSettings"]
