"""Addresses of the screens that are no viewset's; all below /admin/certificates/."""

from django.db.models import Model
from django.urls import URLPattern

from bureau.guarded_paths import Screen, guarded_paths
from bureau.work_lists.kept import list_paths
from certificates.admin.attachment_files import AttachmentFileView
from certificates.admin.bundle_history import BundleHistoryView
from certificates.admin.bundle_list import BundleListView
from certificates.admin.bundle_steps import BundleStepView
from certificates.admin.bundles import BundleView
from certificates.admin.certificate_pages import CertificateView, ReplaceView
from certificates.admin.downloads import CertificateFileView, PreviewView, PrintView, ZipView
from certificates.admin.issuing import IssuingView, ProgressView
from certificates.admin.kinds import KindPreviewView
from certificates.admin.new_bundle import NewBundleView
from certificates.admin.numbers import NumbersView
from certificates.admin.spreadsheet import (
    BundleSpreadsheetView,
    BundleTemplateView,
    ProjectSpreadsheetView,
    ProjectTemplateView,
)
from certificates.models import Attachment, Bundle, Certificate, CertificateType, Project

PREFIX = "certificates/"
SCREENS: dict[type[Model], list[Screen]] = {
    Bundle: [
        ("bundles/new/", "bundle_new", NewBundleView, "add"),
        ("bundles/<int:pk>/", "bundle", BundleView, "view"),
        ("bundles/<int:pk>/ask/<slug:step>/", "bundle_step", BundleStepView, "view"),
        ("bundles/<int:pk>/issuing/", "bundle_issuing", IssuingView, "view"),
        ("bundles/<int:pk>/progress/", "bundle_progress", ProgressView, "view"),
        ("bundles/<int:pk>/history/", "bundle_history", BundleHistoryView, "view"),
        ("bundles/<int:pk>/zip/", "bundle_zip", ZipView, "view"),
        ("bundles/<int:pk>/print/", "bundle_print", PrintView, "view"),
        ("bundles/<int:pk>/spreadsheet/", "bundle_spreadsheet", BundleSpreadsheetView, "change"),
        ("bundles/<int:pk>/spreadsheet/template/", "bundle_spreadsheet_template", BundleTemplateView, "change"),
    ],
    Certificate: [
        ("drafts/<int:pk>/", "bundle_preview", PreviewView, "read"),
        ("one/<int:pk>/", "certificate_staff", CertificateView, "read"),
        ("one/<int:pk>/pdf/", "certificate_pdf", CertificateFileView, "read"),
        ("one/<int:pk>/replace/", "certificate_replace", ReplaceView, "read"),
    ],
    Project: [
        ("projects/<int:pk>/numbers/", "project_numbers", NumbersView, "import_numbers"),
        ("projects/<int:pk>/spreadsheet/", "project_spreadsheet", ProjectSpreadsheetView, "prepare"),
        ("projects/<int:pk>/spreadsheet/template/", "project_spreadsheet_template", ProjectTemplateView, "prepare"),
    ],
    Attachment: [("attachments/<int:pk>/", "attachment_file", AttachmentFileView, "view")],
    CertificateType: [("kinds/<int:pk>/paper/", "kind_preview", KindPreviewView, "view")],
}


def urlpatterns() -> list[URLPattern]:
    return [*list_paths(PREFIX, "bundles/", BundleListView), *guarded_paths(PREFIX, SCREENS)]
