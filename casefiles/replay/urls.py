"""Addresses of archived pages. Below ``sealed/`` the newsroom sees the same by a link that soon ends."""

from django.urls import include, path

from casefiles.replay import views

_of_a_copy = [
    path("", views.capture, name="capture"),
    path("page/", views.page, name="page"),
    path("page/frame/", views.frame, name="frame"),
    path("files/<int:number>/", views.file, name="file"),
    path("download/<slug:role>/", views.download, name="download"),
    path("stamps/<slug:digest>.tsr", views.stamp, name="stamp"),
    path("custody.json", views.custody_record, name="custody"),
]
app_name = "replay"
urlpatterns = [
    path("captures/<uuid:capture_id>/", include(_of_a_copy)),
    path("sealed/<str:ticket>/captures/<uuid:capture_id>/", include((_of_a_copy, "sealed"))),
    path("how-to-check/", views.checking, name="checking"),
]
