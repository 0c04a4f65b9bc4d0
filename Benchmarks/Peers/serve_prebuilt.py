"""FastAPI on uvicorn answering from memory: bytes that were made before it started.

usage: serve_prebuilt.py ANSWERS   (a JSON object: path as it is sent, body)
"""
import json
import socket
import sys
from urllib.parse import unquote

import uvicorn
from fastapi import FastAPI, Response

with open(sys.argv[1], encoding="utf-8") as file:
    answers = {unquote(path): body.encode() for path, body in json.load(file).items()}
app = FastAPI()


@app.get("/files/{artifact:path}/metadata")
async def metadata(artifact: str) -> Response:
    body = answers.get(f"/files/{artifact}/metadata")
    if body is None:
        return Response(status_code=404)
    return Response(body, media_type="application/json")


listener = socket.create_server(("127.0.0.1", 0))
print(f"listening at http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
uvicorn.Server(uvicorn.Config(app, access_log=False, log_level="warning")).run(sockets=[listener])
