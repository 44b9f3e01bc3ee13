"""djangorestframework-simplejwt as its documentation sets it up, with rotation and the blacklist."""

import datetime
import os
import secrets

import django
from django.conf import settings

import served

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.path.join(served.FOLDER, "db.sqlite3"),
            "OPTIONS": {"timeout": 30},
        }
    },
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "rest_framework",
        "rest_framework_simplejwt",
        "rest_framework_simplejwt.token_blacklist",
    ],
    REST_FRAMEWORK={
        "DEFAULT_AUTHENTICATION_CLASSES": ("rest_framework_simplejwt.authentication.JWTAuthentication",),
        "DEFAULT_RENDERER_CLASSES": ("rest_framework.renderers.JSONRenderer",),
    },
    ROOT_URLCONF=__name__,
    SECRET_KEY=secrets.token_hex(32),
    SIMPLE_JWT={
        "ACCESS_TOKEN_LIFETIME": datetime.timedelta(seconds=served.ACCESS_SECONDS),
        "ROTATE_REFRESH_TOKENS": True,
        "BLACKLIST_AFTER_ROTATION": True,
    },
    USE_TZ=True,
)
django.setup()

from django.contrib.auth.models import User  # noqa: E402 (Django has to be set up first)
from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.urls import path  # noqa: E402
from rest_framework.decorators import api_view, permission_classes  # noqa: E402
from rest_framework.permissions import IsAuthenticated  # noqa: E402
from rest_framework.response import Response  # noqa: E402
from rest_framework_simplejwt import tokens, views  # noqa: E402


@api_view(["GET"])
@permission_classes([IsAuthenticated])
def who(request):
    return Response({"user": request.user.username})


urlpatterns = [
    path("api/token/", views.TokenObtainPairView.as_view()),
    path("api/token/refresh/", views.TokenRefreshView.as_view()),
    path("api/token/blacklist/", views.TokenBlacklistView.as_view()),
    path("api/who/", who),
]


def set_lifetime(seconds):
    tokens.AccessToken.lifetime = datetime.timedelta(seconds=seconds)


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    User.objects.create_user(served.USER, password=served.PASSWORD)
    served.serve(get_wsgi_application(), set_lifetime)
