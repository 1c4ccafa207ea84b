"""Projects: entered, changed and looked at. Saving goes through actions, all or nothing."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, F, Field
from django.forms import formset_factory
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from bureau import audit
from bureau.policy import may_here
from bureau.roles import Verb
from bureau.views import RecordView, StaffView
from certificates.actions.save_project import attach, remove_attachment, save_parcels, save_project
from certificates.admin.project_forms import (
    AttachmentForm,
    ParcelFormSet,
    ProjectForm,
    parcel_rows,
    wanted_parcels,
)
from certificates.admin.whole_numbers import whole_number
from certificates.models import Project

AttachmentFormSet = formset_factory(AttachmentForm, extra=2, max_num=20)
FORM = "certificates/admin/project_form.html"


class ProjectFormMixin:
    """The form with parcels and attachments, for a new project and for one that is there."""

    header_icon = "folder-open-inverse"
    request: HttpRequest
    actor: Any

    def instance(self) -> Project:
        raise NotImplementedError

    def forms(self, data: Any = None, files: Any = None) -> dict[str, Any]:
        project = self.instance()
        formset = ParcelFormSet(data, initial=parcel_rows(project) if project.pk else [], prefix="parcels")
        initial = {} if project.pk else {"name": self.request.GET.get("name", "")}
        return {
            "form": ProjectForm(data, instance=project, actor=self.actor, initial=initial),
            "parcels": formset,
            "attachments": AttachmentFormSet(data, files, prefix="attachments"),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        project = self.instance()
        existing = project.attachments.select_related("file", "type_version") if project.pk else []
        fresh = {} if "form" in kwargs else self.forms()
        context: dict[str, Any] = super().get_context_data(  # type: ignore[misc]
            **{**fresh, "existing": existing, "project": project, **kwargs}
        )
        return context

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        forms = self.forms(request.POST, request.FILES)
        right = [each.is_valid() for each in forms.values()]  # every form, so that all errors show at once
        if not all(right):
            return self.shown_again(forms, _("Not saved: something is to be mended below. What you typed is kept."))
        doubles = self.doubles(forms["form"].instance)
        if doubles:
            return self.shown_again(forms, "", doubles=doubles)
        try:
            project = self.save(forms)
        except ValidationError as error:
            forms["form"].add_error(None, error.messages)
            return self.shown_again(forms, _("Not saved: something is to be mended below. What you typed is kept."))
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("project:inspect", args=[project.pk]))

    def doubles(self, project: Project) -> list[Project]:
        return []

    def shown_again(self, forms: dict[str, Any], message: str, **more: Any) -> HttpResponse:
        if message:
            messages.error(self.request, message)
        context = self.get_context_data(**forms, **more)
        response: HttpResponse = self.render_to_response(context, status=422)  # type: ignore[attr-defined]
        return response

    @transaction.atomic
    def save(self, forms: dict[str, Any]) -> Project:
        project = save_project(forms["form"].instance, actor=self.actor)
        rows = wanted_parcels(forms["parcels"], project)
        if [(row["parcel_code"], row["area"]) for row in rows] != [
            (each.parcel_code, each.area) for each in project.parcels.all()
        ]:
            save_parcels(project, rows, actor=self.actor)
        gone = [whole_number(key) or 0 for key in self.request.POST.getlist("remove-attachment")]
        for attachment in project.attachments.filter(pk__in=gone):
            remove_attachment(attachment, actor=self.actor)
        for form in forms["attachments"].forms:
            if form.has_changed():
                upload = form.upload
                attach(
                    project,
                    form.attachment(),
                    content=upload.content if upload else None,
                    media_type=upload.media_type if upload else "",
                    actor=self.actor,
                )
        return project


class ProjectAddView(ProjectFormMixin, StaffView):
    template_name = FORM
    verb = Verb.ENTER_PROJECT

    def instance(self) -> Project:
        return Project()

    def doubles(self, project: Project) -> list[Project]:
        """Likely doubles, unless the person has seen them and wants a new one all the same."""
        if "anyway" in self.request.POST:
            return []
        return list(Project.objects.likely_doubles_of(project).visible_to(self.actor)[:5])

    def get_page_title(self) -> str:
        return _("New project")

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("project:index"), "label": _("Projects")},
            {"url": "", "label": _("New project")},
        ]


class ProjectRecordView(RecordView):
    model = Project
    object: Project
    header_icon = "folder-open-inverse"

    def get_page_title(self) -> str:
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("project:index"), "label": _("Projects")},
            {"url": reverse("project:inspect", args=[self.object.pk]), "label": str(self.object)},
        ]

    def back_url(self) -> str:
        return reverse("project:inspect", args=[self.object.pk])


class ProjectEditView(ProjectFormMixin, ProjectRecordView):
    template_name = FORM
    action = "change"

    def instance(self) -> Project:
        return self.object


class ProjectView(ProjectRecordView):
    """All that is known of a project."""

    template_name = "certificates/admin/project.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        project, office = self.object, self.object.office
        return super().get_context_data(
            project=project,
            facts=[(name, value) for name, value in self.facts() if value],
            parcels=project.parcels.all(),
            attachments=project.attachments.select_related("file", "type_version"),
            bundles=project.bundles.annotate(size=Count("certificates")).order_by("-pk"),
            numbers=project.imported_numbers.select_related("entry").annotate(
                used_by=F("entry__certificate__bundle__reference"), bundle_id=F("entry__certificate__bundle")
            ),
            history=audit.history(project)[:10],
            may_edit=may_here(self.actor, Verb.ENTER_PROJECT, office),
            may_prepare=may_here(self.actor, Verb.PREPARE_BUNDLE, office),
            may_import=may_here(self.actor, Verb.IMPORT_NUMBERS, office),
            history_url=reverse("project:history", args=[project.pk]),
            **kwargs,
        )

    def facts(self) -> list[tuple[str, Any]]:
        project = self.object
        names = ["project_code", "name", "office", "applicant", "applicant_uscc", "location", "county_code", "land_use"]
        plain: list[tuple[str, Any]] = []
        for name in names:
            column = Project._meta.get_field(name)
            assert isinstance(column, Field)
            plain.append((str(column.verbose_name), getattr(project, name)))
        return [
            *plain,
            (_("how the land was obtained"), project.acquisition),
            (_("has co-holders"), _("yes") if project.co_holders else _("no")),
        ]
