"""Judges files of nginx's configuration by crossplane, nginx's own parser: a line for each fault, and nothing of a good file."""

import sys

import crossplane
from crossplane import analyzer

# What came after its tables: contexts and arguments as ngx_http_v2_module (http2, 1.25.1) and ngx_http_ssl_module
# (ssl_reject_handshake, 1.19.4) document them.
NEWER = analyzer.NGX_HTTP_MAIN_CONF | analyzer.NGX_HTTP_SRV_CONF | analyzer.NGX_CONF_FLAG
for directive in ("http2", "ssl_reject_handshake"):
    analyzer.DIRECTIVES[directive] = [NEWER]


def unknown(block):
    """Directives that it does not know, with their lines; the rows of a map begin with any word."""
    for statement in block:
        name = statement["directive"]
        if name not in analyzer.DIRECTIVES:
            yield statement["line"], f'unknown directive "{name}"'
        if name != "map":
            yield from unknown(statement.get("block", []))


for path in sys.argv[1:]:
    read = crossplane.parse(path, single=True, comments=False)
    faults = [(error["line"], error["error"]) for error in read["errors"]]
    for config in read["config"]:
        faults.extend(unknown(config["parsed"]))
    for line, fault in faults:
        print(f"{path}:{line}: {fault}")
