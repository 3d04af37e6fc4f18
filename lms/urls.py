"""All addresses of the site. Each package brings its own; Wagtail's pages come last."""

from django.conf import settings
from django.conf.urls.static import static
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from lms import display
from lms.accounts import views as accounts

urlpatterns = [
    path("admin/login/", accounts.admin_sign_in, name="admin-sign-in"),
    path("admin/", include("courses.admin_urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("display/", display.display, name="display"),
    path("", include("lms.accounts.urls")),
    path("", include("lms.notices.urls")),
    path("", include("lms.jobs.urls")),
    path("", include("lms.dashboard.urls")),
    path("", include("nice_framework.urls")),
    path("", include("certificates.urls")),
    path("", include("courses.urls")),
    path("api/v1/", include("lms.api.urls")),
]
if settings.DEBUG:
    from lms import styleguide

    urlpatterns.append(path("styleguide/", styleguide.show, name="styleguide"))
    # In production the proxy or the object storage serves what editors upload.
    urlpatterns += static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT)
urlpatterns.append(path("", include(wagtail_urls)))
