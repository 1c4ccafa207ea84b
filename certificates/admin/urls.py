"""Addresses of the screens that are no viewset's; all below /admin/certificates/."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path

from bureau.narrowing import guard
from bureau.policy import policy_for
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
from certificates.admin.spreadsheet import spreadsheet_urls
from certificates.models import Attachment, Bundle, Certificate, CertificateType, Project

View = Callable[..., HttpResponse]


def guarded(model: Any, view: View, action: str = "view") -> View:
    """Behind the same guard as every viewset's address."""
    policy = policy_for(model)
    assert policy is not None, f"{model.__name__} has no policy"
    return guard(view, policy, action)


def urlpatterns() -> list[URLPattern]:
    """Made when the hooks are read, after the policies are registered."""
    lists = BundleListView.as_view
    return [
        path("certificates/bundles/", guarded(Bundle, lists()), name="bundles"),
        path("certificates/bundles/results/", guarded(Bundle, lists(results_only=True)), name="bundles_results"),
        path("certificates/bundles/new/", guarded(Bundle, NewBundleView.as_view(), "add"), name="bundle_new"),
        path("certificates/bundles/<int:pk>/", guarded(Bundle, BundleView.as_view()), name="bundle"),
        path(
            "certificates/bundles/<int:pk>/ask/<slug:step>/",
            guarded(Bundle, BundleStepView.as_view()),
            name="bundle_step",
        ),
        path("certificates/bundles/<int:pk>/issuing/", guarded(Bundle, IssuingView.as_view()), name="bundle_issuing"),
        path(
            "certificates/bundles/<int:pk>/progress/", guarded(Bundle, ProgressView.as_view()), name="bundle_progress"
        ),
        path(
            "certificates/bundles/<int:pk>/history/",
            guarded(Bundle, BundleHistoryView.as_view()),
            name="bundle_history",
        ),
        path("certificates/bundles/<int:pk>/zip/", guarded(Bundle, ZipView.as_view()), name="bundle_zip"),
        path("certificates/bundles/<int:pk>/print/", guarded(Bundle, PrintView.as_view()), name="bundle_print"),
        path(
            "certificates/drafts/<int:pk>/", guarded(Certificate, PreviewView.as_view(), "read"), name="bundle_preview"
        ),
        path(
            "certificates/one/<int:pk>/",
            guarded(Certificate, CertificateView.as_view(), "read"),
            name="certificate_staff",
        ),
        path(
            "certificates/one/<int:pk>/pdf/",
            guarded(Certificate, CertificateFileView.as_view(), "read"),
            name="certificate_pdf",
        ),
        path(
            "certificates/one/<int:pk>/replace/",
            guarded(Certificate, ReplaceView.as_view(), "read"),
            name="certificate_replace",
        ),
        path(
            "certificates/attachments/<int:pk>/",
            guarded(Attachment, AttachmentFileView.as_view()),
            name="attachment_file",
        ),
        path(
            "certificates/projects/<int:pk>/numbers/",
            guarded(Project, NumbersView.as_view(), "import_numbers"),
            name="project_numbers",
        ),
        path(
            "certificates/kinds/<int:pk>/paper/",
            guarded(CertificateType, KindPreviewView.as_view()),
            name="kind_preview",
        ),
        *spreadsheet_urls(guarded),
    ]
