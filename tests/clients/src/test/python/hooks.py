"""Keeps the pictures that schemathesis asks for small: it is here for the form of requests and answers, not for the drawing."""

import schemathesis

MOST = {"steps": 1, "count": 2, "width": 128, "height": 128}

# Beyond these the document says that a request is wrong, and it must stay so: the server is to refuse it.
LARGEST = {"steps": 150, "count": 16, "width": 2**31 - 1, "height": 2**31 - 1}


@schemathesis.hook
def map_body(context, body):
    if isinstance(body, dict):
        body.setdefault("steps", 1)
        cap(body)
        if isinstance(body.get("hires"), dict):
            cap(body["hires"])
    return body


def cap(fields):
    for name, most in MOST.items():
        value = fields.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and most < value <= LARGEST[name]:
            fields[name] = most
