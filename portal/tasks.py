"""Every module that registers tasks or message templates: what a worker must know."""

from portal.alerts import messages as alerts_messages
from portal.alerts import tasks as alerts_tasks
from portal.engagements import messages as engagements_messages
from portal.engagements import tasks as engagements_tasks
from portal.events import messages as events_messages
from portal.events import tasks as events_tasks
from portal.files import tasks as files_tasks
from portal.jobs.messages import applications as applications_messages
from portal.jobs.messages import offers as offers_messages
from portal.jobs.messages import screening as screening_messages
from portal.jobs.messages import steps as steps_messages
from portal.jobs.tasks import applying as applying_tasks
from portal.jobs.tasks import offers as offers_tasks
from portal.jobs.tasks import screening as screening_tasks
from portal.kernel import tasks as kernel_tasks
from portal.languages import tasks as languages_tasks
from portal.organisations import messages as organisations_messages
from portal.people import messages as people_messages
from portal.skills import interview_messages, interview_tasks
from portal.skills import messages as skills_messages
from portal.skills import tasks as skills_tasks
from portal.trainings.messages import attending as attending_messages
from portal.trainings.messages import changes as changes_messages
from portal.trainings.messages import joining as joining_messages
from portal.trainings.messages import meetings as meetings_messages
from portal.trainings.messages import needs as needs_messages
from portal.trainings.messages import proposing as proposing_messages
from portal.trainings.messages import relays as training_relays_messages
from portal.trainings.messages import reviews as reviews_messages
from portal.trainings.tasks import finding as finding_tasks
from portal.trainings.tasks import imports as imports_tasks
from portal.trainings.tasks import joining as joining_tasks
from portal.trainings.tasks import keys as keys_tasks
from portal.trainings.tasks import meetings as meetings_tasks
from portal.trainings.tasks import readings as readings_tasks
from portal.trainings.tasks import relays as training_relays_tasks
from portal.trainings.tasks import reviews as reviews_tasks

MODULES = (
    kernel_tasks,
    files_tasks,
    people_messages,
    organisations_messages,
    events_messages,
    events_tasks,
    languages_tasks,
    applications_messages,
    applying_tasks,
    screening_tasks,
    offers_messages,
    offers_tasks,
    screening_messages,
    steps_messages,
    skills_messages,
    skills_tasks,
    engagements_messages,
    engagements_tasks,
    interview_messages,
    interview_tasks,
    attending_messages,
    changes_messages,
    joining_messages,
    meetings_messages,
    needs_messages,
    proposing_messages,
    joining_tasks,
    meetings_tasks,
    training_relays_messages,
    training_relays_tasks,
    reviews_messages,
    reviews_tasks,
    finding_tasks,
    imports_tasks,
    keys_tasks,
    readings_tasks,
    alerts_messages,
    alerts_tasks,
)
