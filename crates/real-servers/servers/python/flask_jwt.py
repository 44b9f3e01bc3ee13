"""flask-jwt-extended as its documentation sets it up, with a blocklist."""

import datetime
import secrets

from flask import Flask, jsonify, request
from flask_jwt_extended import (
    JWTManager,
    create_access_token,
    create_refresh_token,
    get_jwt,
    get_jwt_identity,
    jwt_required,
)

import served

app = Flask(__name__)
app.config["JWT_SECRET_KEY"] = secrets.token_hex(32)


def set_lifetime(seconds):
    app.config["JWT_ACCESS_TOKEN_EXPIRES"] = datetime.timedelta(seconds=seconds)


set_lifetime(served.ACCESS_SECONDS)
jwt = JWTManager(app)
blocklist = set()


@jwt.token_in_blocklist_loader
def is_revoked(_header, payload):
    return payload["jti"] in blocklist


@app.post("/login")
def login():
    typed = request.get_json()
    if typed != {"username": served.USER, "password": served.PASSWORD}:
        return jsonify(msg="Bad username or password"), 401
    return jsonify(
        access_token=create_access_token(identity=served.USER),
        refresh_token=create_refresh_token(identity=served.USER),
    )


@app.post("/refresh")
@jwt_required(refresh=True)
def refresh():
    return jsonify(access_token=create_access_token(identity=get_jwt_identity()))


@app.delete("/logout")
@jwt_required(verify_type=False)
def logout():
    token = get_jwt()
    blocklist.add(token["jti"])
    return jsonify(msg=f"{token['type'].capitalize()} token successfully revoked")


@app.get("/who")
@jwt_required()
def who():
    return jsonify(user=get_jwt_identity())


if __name__ == "__main__":
    served.serve(app, set_lifetime)
