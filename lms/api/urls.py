"""The HTTP API under /api/v1/, joined from the packages' front doors."""

from django.urls import path
from ninja import NinjaAPI

from lms.api import skills_gap
from lms.api.problems import handle_problems

# No interactive documentation: it would load scripts from elsewhere. The schema is served.
api = NinjaAPI(title="Cyber Learning Belize", version="1", urls_namespace="api", docs_url=None)
handle_problems(api)
api.add_router("", skills_gap.router)

urlpatterns = [path("", api.urls)]
