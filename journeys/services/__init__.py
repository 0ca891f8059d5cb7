"""Everything that changes a journey. Import from here."""

from journeys.services.activities import (
    activity_create,
    activity_delete,
    activity_jobs_set,
    activity_move,
    activity_update,
)
from journeys.services.activity_parts import (
    DemandInput,
    NeedInput,
    activity_demand_set,
    activity_effort_set,
    activity_skills_set,
)
from journeys.services.buying_jobs import (
    buying_job_create,
    buying_job_delete,
    buying_job_move,
    buying_job_update,
    loop_set,
)
from journeys.services.functions import function_create, function_update
from journeys.services.import_check import Checked, SheetFile, journey_sheet_check
from journeys.services.imports import (
    journey_import_apply,
    journey_import_check_again,
    journey_import_confirm,
    journey_import_discard,
    journey_import_start,
)
from journeys.services.journeys import journey_archive, journey_copy, journey_create, journey_restore, journey_update
from journeys.services.named_needs import NamedNeed, activity_skills_name
from journeys.services.placing import activities_place
from journeys.services.skills import (
    skill_alias_add,
    skill_alias_remove,
    skill_archive,
    skill_create,
    skill_update,
)
from journeys.services.stages import stage_create, stage_delete, stage_move, stage_update
from journeys.services.undo import change_redo, change_undo

__all__ = [
    "Checked",
    "DemandInput",
    "NamedNeed",
    "NeedInput",
    "SheetFile",
    "activities_place",
    "activity_create",
    "activity_delete",
    "activity_demand_set",
    "activity_effort_set",
    "activity_jobs_set",
    "activity_move",
    "activity_skills_name",
    "activity_skills_set",
    "activity_update",
    "buying_job_create",
    "buying_job_delete",
    "buying_job_move",
    "buying_job_update",
    "change_redo",
    "change_undo",
    "function_create",
    "function_update",
    "journey_archive",
    "journey_copy",
    "journey_create",
    "journey_import_apply",
    "journey_import_check_again",
    "journey_import_confirm",
    "journey_import_discard",
    "journey_import_start",
    "journey_restore",
    "journey_sheet_check",
    "journey_update",
    "loop_set",
    "skill_alias_add",
    "skill_alias_remove",
    "skill_archive",
    "skill_create",
    "skill_update",
    "stage_create",
    "stage_delete",
    "stage_move",
    "stage_update",
]
