"""Every module that registers tasks or message templates: what a worker must know."""

from portal.kernel import tasks as kernel_tasks

MODULES = (kernel_tasks,)
