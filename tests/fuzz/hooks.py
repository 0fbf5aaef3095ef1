"""Loaded by schemathesis: real cases to begin with, a record of the answers, and what an answer must never show."""

import base64
import json
import os
import re
import uuid

import schemathesis
from schemathesis.auths import AuthContext, set_on_case

with open(os.environ["FUZZ_EXAMPLES"], encoding="utf-8") as file:
    EXAMPLES = json.load(file)
RECORD = open(os.environ["FUZZ_RECORD"], "a", buffering=1, encoding="utf-8")
PROBLEM_TYPES = set()

# As api/validate.ts has them.
IDEMPOTENCY_KEY = re.compile(r'"([!#-\[\]-~]|\\["\\]){1,255}"|[!#-~][!-~]{0,254}')
ENTITY_TAG = re.compile(r'[*]|(W/)?"[!#-~]{0,200}"')

# Of the inside: stacks, SQL, paths of the server, libraries.
INSIDE = re.compile(
    r"\n\s+at |\.[jt]s:\d|node_modules|node:internal|\b[A-Z]\w*(Error|Exception)\b|\bE(CONN|NOENT|TIMEDOUT)|"
    r"\b(SELECT|INSERT INTO|UPDATE|DELETE FROM) [\w\"*]|\b(relation|column|constraint) \"|violates \w+|SQLSTATE|"
    r"(^|[\s\"'(=])/(home|root|usr|tmp|var|opt|work|app)/|"
    r"(?i:\b(prisma|postgres(ql)?|temporal(io)?|express(js)?|zod|sharp|busboy|jose|undici|ajv|redis)\b)"
)


@schemathesis.hook
def before_load_schema(context, raw_schema):
    PROBLEM_TYPES.update(raw_schema["components"]["schemas"]["Problem"]["properties"]["type"]["enum"])


@schemathesis.hook
def before_add_examples(context, examples):
    example = EXAMPLES.get(context.operation.label)
    if example is not None:
        case = context.operation.Case(**_with_bytes(example))
        set_on_case(case, AuthContext(operation=context.operation, app=None), None)
        # One that names its sender is sent by him.
        case.headers.update(example.get("headers", {}))
        examples.append(case)


def _with_bytes(value):
    if not isinstance(value, dict):
        return value
    if "$base64" in value:
        return base64.b64decode(value["$base64"])
    return {key: _with_bytes(member) for key, member in value.items()}


@schemathesis.hook
def before_call(context, case, kwargs):
    """A key that was used before would repeat that answer, or refuse this body."""
    key = (case.headers or {}).get("Idempotency-Key")
    if key is not None and IDEMPOTENCY_KEY.fullmatch(key):
        case.headers["Idempotency-Key"] = str(uuid.uuid4())


@schemathesis.hook
def after_call(context, case, response):
    RECORD.write(json.dumps([case.operation.label, response.status_code, _code(response)]) + "\n")


def _code(response):
    try:
        return response.json()["code"] if response.status_code >= 400 else None
    except (ValueError, KeyError, TypeError):
        return None


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """In its coverage phase "0" passes for an If-Match that fits, against the pattern: not our failure."""
    tag = (case.headers or {}).get("If-Match")
    return failure.code != "ST202" or tag is None or ENTITY_TAG.fullmatch(tag) is not None


@schemathesis.check
def problem_document(ctx, response, case):
    """Whatever failed says so in one documented way, and nothing of the inside."""
    if response.status_code < 400 or case.method == "HEAD":
        return
    content_type = (response.headers.get("content-type") or [""])[0]
    assert content_type == "application/problem+json", f"{response.status_code} is no problem: {content_type}"
    body = response.json()
    assert body.get("type") in PROBLEM_TYPES, f"type {body.get('type')} is not documented"
    assert body.get("status") == response.status_code, "the status of the document is another"
    for said in _texts(body):
        found = INSIDE.search(said)
        assert not found, f"shows the inside: {found.group(0)!r} in {said!r}"


def _texts(value):
    """All but what the client sent himself: the path of the request, and the names of its fields."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for key, member in value.items():
            if key not in ("type", "instance", "path"):
                yield from _texts(member)
