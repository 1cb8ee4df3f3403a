"""Prints what crossplane, nginx's own parser, reads in files: one JSON tree for each, [name, [arguments], [inside] or null]."""

import json
import sys

import crossplane


def tree(block):
    # a comment between the words of a directive is one of its statements, comments asked for or not
    statements = [s for s in block if s["directive"] != "#"]
    return [[s["directive"], s["args"], tree(s["block"]) if "block" in s else None] for s in statements]


for path in sys.argv[1:]:
    read = crossplane.parse(path, single=True, comments=False, strict=False, check_ctx=False, check_args=False)
    errors = [error["error"] for error in read["errors"]]
    print(json.dumps(errors or tree(read["config"][0]["parsed"])))
