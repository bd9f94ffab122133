"""Addresses of archived pages."""

from django.urls import path

from casefiles.replay import views

app_name = "replay"
urlpatterns = [
    path("captures/<uuid:capture_id>/", views.capture, name="capture"),
    path("captures/<uuid:capture_id>/custody.json", views.custody_record, name="custody"),
]
