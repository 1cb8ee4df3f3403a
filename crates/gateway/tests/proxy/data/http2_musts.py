"""What RFC 9113 says that a server must do, asked octet by octet.

Frames are written and read by hyperframe, header blocks by hpack: implementations that share nothing with the gateway's. Each case says what
it sends after the preface and what has to come of it; what came is printed as one JSON object a line, for the test to judge.

    python3 http2_musts.py PORT NAME CA CERTIFICATE KEY
"""

import json
import socket
import ssl
import sys

import hpack
from hyperframe.frame import (
    ContinuationFrame, DataFrame, Frame, GoAwayFrame, HeadersFrame, PingFrame, PriorityFrame,
    PushPromiseFrame, RstStreamFrame, SettingsFrame, WindowUpdateFrame,
)

PORT, NAME, CA, CERTIFICATE, KEY = int(sys.argv[1]), *sys.argv[2:6]
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
PATIENCE = 20  # seconds: only a case that fails waits so long
CODES = {
    0: "NO_ERROR", 1: "PROTOCOL_ERROR", 2: "INTERNAL_ERROR", 3: "FLOW_CONTROL_ERROR", 4: "SETTINGS_TIMEOUT",
    5: "STREAM_CLOSED", 6: "FRAME_SIZE_ERROR", 7: "REFUSED_STREAM", 8: "CANCEL", 9: "COMPRESSION_ERROR",
    10: "CONNECT_ERROR", 11: "ENHANCE_YOUR_CALM", 12: "INADEQUATE_SECURITY", 13: "HTTP_1_1_REQUIRED",
}


class Line:
    """One connection after the handshake of TLS."""

    def __init__(self):
        context = ssl.create_default_context(cafile=CA)
        context.load_cert_chain(CERTIFICATE, KEY)
        context.set_alpn_protocols(["h2"])
        raw = socket.create_connection(("127.0.0.1", PORT), timeout=PATIENCE)
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.tls = context.wrap_socket(raw, server_hostname=NAME)
        self.octets = b""
        self.settings = {}
        self.decoder = hpack.Decoder()
        self.statuses = {}

    def send(self, *pieces):
        octets = b"".join(piece if isinstance(piece, bytes) else piece.serialize() for piece in pieces)
        try:
            self.tls.sendall(octets)
        except OSError:
            pass  # it has ended already; what it said before is still read

    def take(self, length):
        while len(self.octets) < length:
            try:
                more = self.tls.recv(65536)
            except TimeoutError:
                raise
            except OSError:
                more = b""
            if not more:
                raise EOFError
            self.octets += more
        taken, self.octets = self.octets[:length], self.octets[length:]
        return taken

    def frame(self):
        """The next frame; the end of the connection is EOFError."""
        frame, length = Frame.parse_frame_header(memoryview(self.take(9)))
        frame.parse_body(memoryview(self.take(length)))
        if isinstance(frame, HeadersFrame):
            block = frame.data
            while "END_HEADERS" not in frame.flags:
                more, length = Frame.parse_frame_header(memoryview(self.take(9)))
                more.parse_body(memoryview(self.take(length)))
                block += more.data
                frame.flags.update(more.flags)
            for name, value in self.decoder.decode(block):
                if name == ":status":
                    self.statuses[frame.stream_id] = int(value)
        return frame

    def begin(self, settings=None):
        self.send(PREFACE, SettingsFrame(0, settings=settings or {}))
        while True:
            frame = self.frame()
            if isinstance(frame, SettingsFrame):
                if "ACK" in frame.flags:
                    return
                self.settings = dict(frame.settings)
                acknowledge = SettingsFrame(0)
                acknowledge.flags.add("ACK")
                self.send(acknowledge)

    def outcome(self, stream):
        """What comes of a stream, or of the connection."""
        try:
            while True:
                frame = self.frame()
                if isinstance(frame, GoAwayFrame):
                    if frame.error_code:
                        return f"connection {CODES.get(frame.error_code, frame.error_code)}"
                elif isinstance(frame, RstStreamFrame) and frame.stream_id == stream:
                    return f"stream {CODES.get(frame.error_code, frame.error_code)}"
                elif isinstance(frame, (HeadersFrame, DataFrame)) and frame.stream_id == stream:
                    if "END_STREAM" in frame.flags:
                        return f"answer {self.statuses.get(stream)}"
        except EOFError:
            return "connection closed"
        except TimeoutError:
            return "nothing"

    def pong(self, octets):
        """Whether the connection still answers."""
        self.send(PingFrame(0, octets))
        try:
            while True:
                frame = self.frame()
                if isinstance(frame, GoAwayFrame) and frame.error_code:
                    return f"connection {CODES.get(frame.error_code, frame.error_code)}"
                if isinstance(frame, PingFrame) and "ACK" in frame.flags and frame.opaque_data == octets:
                    return "goes on"
        except EOFError:
            return "connection closed"
        except TimeoutError:
            return "nothing"


def head(path, *more, method="GET", without=(), instead=None, host=None):
    fields = [(":method", method), (":scheme", "https"), (":authority", host or f"{NAME}:{PORT}"), (":path", path)]
    fields = [field for field in fields if field[0] not in without]
    return (instead if instead is not None else fields) + list(more)


def block(fields):
    """Literal fields, as they are: no table, so that cases do not depend on each other."""
    octets = b""
    for name, value in fields:
        for number, text in enumerate((name, value)):
            text = text if isinstance(text, bytes) else text.encode("latin-1")
            octets += (b"\x00" if number == 0 else b"") + length(len(text)) + text
    return octets


def length(number):
    """An integer with a prefix of seven bits (RFC 7541 section 5.1)."""
    if number < 127:
        return bytes([number])
    octets, number = b"\x7f", number - 127
    while number >= 128:
        octets, number = octets + bytes([number % 128 + 128]), number // 128
    return octets + bytes([number])


def headers(fields, stream=1, flags=("END_HEADERS", "END_STREAM")):
    return HeadersFrame(stream, data=fields if isinstance(fields, bytes) else block(fields), flags=flags)


def data(octets, stream=1, flags=("END_STREAM",)):
    return DataFrame(stream, octets, flags=flags)


def raw(kind, flags, stream, payload=b"", said=None):
    return (len(payload) if said is None else said).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + payload


OPEN = ("END_HEADERS",)
CASES = []


def case(section, name, expected, *send, stream=1, settings=None, last=()):
    """What is sent, and what may come of it: `answer`, `ignored`, `stream CODE`, `connection CODE`, `malformed`."""
    CASES.append((section, name, expected, send, stream, settings, last))


def path(name):
    return "/" + name.replace(" ", "-")


def get(name, *more, **kind):
    return headers(head(path(name), *more, **kind))


def post(name, *more, **kind):
    return headers(head(path(name), *more, method="POST", **kind), flags=OPEN)


def one(section, name, *more, **kind):
    """A request that is well made."""
    case(section, name, "answer", get(name, *more, **kind))


def malformed(section, name, *more, **kind):
    """One that is not (section 8.1.1)."""
    case(section, name, "malformed", get(name, *more, **kind))


# --- the connection (3.4, 4, 5)
one("8.1", "a plain request")
case("4.1", "an unknown frame", "ignored", raw(0xEE, 0xFF, 0, b"what"))
case("4.1", "an unknown frame of a stream", "ignored", raw(0xEE, 0, 7, b"what"))
case("4.1", "flags without a meaning", "answer", raw(1, 0x45 | 0x82, 1, block(head("/flags"))))
case("4.1", "the reserved bit", "answer", raw(1, 5, 1 | 1 << 31, block(head("/reserved"))))
case("4.2", "a frame as large as allowed", "answer", post("as large"), data(b"x" * 16384))
case("4.2", "DATA one octet larger", ("stream FRAME_SIZE_ERROR", "connection FRAME_SIZE_ERROR"), post("larger"), data(b"x" * 16385))
case("4.2", "HEADERS larger than allowed", "connection FRAME_SIZE_ERROR", raw(1, 5, 1, block(head("/big", ("x", "y" * 16384)))))
case("4.3", "an index that is not there", "connection COMPRESSION_ERROR", headers(block(head("/index")) + b"\xff\xff\x00"))
case("4.3", "index nought", "connection COMPRESSION_ERROR", headers(block(head("/nought")) + b"\x80"))
case("4.3", "a literal that ends early", "connection COMPRESSION_ERROR", headers(block(head("/early")) + b"\x00\x05ab"))
case("4.3", "Huffman padding that is none", "connection COMPRESSION_ERROR", headers(block(head("/padding")) + b"\x00\x01x\x81\x00"))
case("4.3", "a table within the limit", "answer", headers(b"\x20" + block(head("/table"))))
case("4.3", "a table beyond the limit", "connection COMPRESSION_ERROR", headers(b"\x3f\xe2\x7f" + block(head("/table-beyond"))))
case("4.3", "a change of the table behind fields", "connection COMPRESSION_ERROR", headers(block(head("/table-behind")) + b"\x20"))
case("5.1", "DATA on an idle stream", ("connection PROTOCOL_ERROR", "connection STREAM_CLOSED"), data(b"x"))
case("5.1", "RST_STREAM on an idle stream", "connection PROTOCOL_ERROR", RstStreamFrame(1, 8))
case("5.1", "WINDOW_UPDATE on an idle stream", "connection PROTOCOL_ERROR", WindowUpdateFrame(1, 10))
case("5.1", "CONTINUATION on an idle stream", "connection PROTOCOL_ERROR", ContinuationFrame(1, block(head("/")), flags=("END_HEADERS",)))
case("5.1", "PRIORITY on an idle stream", "ignored", PriorityFrame(5, depends_on=0, stream_weight=1))
case("5.1", "DATA after the end", ("stream STREAM_CLOSED", "connection STREAM_CLOSED"), get("data-after"), data(b"x"))
case("5.1", "HEADERS after the end", ("stream STREAM_CLOSED", "connection STREAM_CLOSED"), get("headers-after"), headers(head("/again")))
case("5.1", "WINDOW_UPDATE after the end", "answer", get("window after"), WindowUpdateFrame(1, 10))
case("5.1", "PRIORITY after the end", "answer", get("priority after"), PriorityFrame(1, depends_on=0, stream_weight=1))
case("5.1", "RST_STREAM and WINDOW_UPDATE after it", "ignored", get("reset"), RstStreamFrame(1, 8), WindowUpdateFrame(1, 10))
case("5.1.1", "an even stream", "connection PROTOCOL_ERROR", headers(head("/even"), stream=2), stream=2)
case("5.1.1", "a stream that is lower than the last", "connection PROTOCOL_ERROR", headers(head("/five"), stream=5), headers(head("/three"), stream=3), stream=3)
case("5.1.1", "a stream that is higher by two thousand", "answer", headers(head("/two thousand".replace(" ", "-")), stream=2001), stream=2001)
case("5.5", "an unknown frame within a head", "connection PROTOCOL_ERROR", headers(head("/within"), flags=("END_STREAM",)), raw(0xEE, 0, 1))
case("5.5", "an unknown setting", "ignored", SettingsFrame(0, settings={0xEE: 7}))

# --- each frame (6)
case("6.1", "DATA of the connection", "connection PROTOCOL_ERROR", post("data-nought"), raw(0, 0, 0, b"x"))
case("6.1", "DATA padded", "answer", post("padded"), raw(0, 9, 1, b"\x03abc\0\0\0"))
case("6.1", "DATA of padding alone", "answer", post("padding alone"), raw(0, 9, 1, b"\x03\0\0\0"))
case("6.1", "DATA padded beyond its end", "connection PROTOCOL_ERROR", post("padded-beyond"), raw(0, 9, 1, b"\x04\0\0\0"))
case("6.2", "HEADERS of the connection", "connection PROTOCOL_ERROR", raw(1, 5, 0, block(head("/headers-nought"))))
case("6.2", "HEADERS padded", "answer", raw(1, 13, 1, b"\x02" + block(head("/headers-padded")) + b"\0\0"))
case("6.2", "HEADERS padded beyond their end", "connection PROTOCOL_ERROR", raw(1, 13, 1, b"\xff" + block(head("/p"))))
case("6.2", "HEADERS with a priority", "answer", raw(1, 0x25, 1, b"\0\0\0\0\x10" + block(head("/priority"))))
case("6.3", "PRIORITY of the connection", "connection PROTOCOL_ERROR", raw(2, 0, 0, b"\0\0\0\0\x01"))
case("6.3", "PRIORITY of four octets", ("stream FRAME_SIZE_ERROR", "connection FRAME_SIZE_ERROR"), post("four"), raw(2, 0, 1, b"\0\0\0\0"))
case("6.4", "RST_STREAM of the connection", "connection PROTOCOL_ERROR", raw(3, 0, 0, b"\0\0\0\x08"))
case("6.4", "RST_STREAM of three octets", "connection FRAME_SIZE_ERROR", post("three"), raw(3, 0, 1, b"\0\0\x08"))
case("6.5", "SETTINGS of a stream", "connection PROTOCOL_ERROR", raw(4, 0, 1))
case("6.5", "SETTINGS of five octets", "connection FRAME_SIZE_ERROR", raw(4, 0, 0, b"\0\x03\0\0\0"))
case("6.5", "an acknowledgement with something in it", "connection FRAME_SIZE_ERROR", raw(4, 1, 0, b"\0\x03\0\0\0\x01"))
for what, number, value, code in [
    ("ENABLE_PUSH of two", 2, 2, "PROTOCOL_ERROR"),
    ("INITIAL_WINDOW_SIZE of two to the thirty first", 4, 1 << 31, "FLOW_CONTROL_ERROR"),
    ("MAX_FRAME_SIZE one too small", 5, 16383, "PROTOCOL_ERROR"),
    ("MAX_FRAME_SIZE one too large", 5, 1 << 24, "PROTOCOL_ERROR"),
]:
    case("6.5.2", what, f"connection {code}", raw(4, 0, 0, number.to_bytes(2, "big") + value.to_bytes(4, "big")))
for what, number, value in [
    ("ENABLE_PUSH of nought", 2, 0),
    ("INITIAL_WINDOW_SIZE as large as can be", 4, (1 << 31) - 1),
    ("MAX_FRAME_SIZE as small as can be", 5, 16384),
    ("MAX_FRAME_SIZE as large as can be", 5, (1 << 24) - 1),
]:
    case("6.5.2", what, "ignored", raw(4, 0, 0, number.to_bytes(2, "big") + value.to_bytes(4, "big")))
case("6.6", "PUSH_PROMISE of a client", "connection PROTOCOL_ERROR", PushPromiseFrame(1, 2, block(head("/pushed")), flags=("END_HEADERS",)))
case("6.7", "PING of a stream", "connection PROTOCOL_ERROR", raw(6, 0, 1, b"12345678"))
case("6.7", "PING of seven octets", "connection FRAME_SIZE_ERROR", raw(6, 0, 0, b"1234567"))
case("6.8", "GOAWAY of a stream", "connection PROTOCOL_ERROR", raw(7, 0, 1, b"\0\0\0\0\0\0\0\0"))
case("6.9", "WINDOW_UPDATE of nought", "connection PROTOCOL_ERROR", raw(8, 0, 0, b"\0\0\0\0"))
case("6.9", "WINDOW_UPDATE of nought for a stream", ("stream PROTOCOL_ERROR", "connection PROTOCOL_ERROR"), post("nought"), raw(8, 0, 1, b"\0\0\0\0"))
case("6.9", "WINDOW_UPDATE of three octets", "connection FRAME_SIZE_ERROR", raw(8, 0, 0, b"\0\0\x01"))
case("6.9.1", "a window beyond what can be", "connection FLOW_CONTROL_ERROR", WindowUpdateFrame(0, (1 << 31) - 1))
case("6.9.1", "a stream's window beyond what can be", ("stream FLOW_CONTROL_ERROR", "connection FLOW_CONTROL_ERROR"), post("window"), WindowUpdateFrame(1, (1 << 31) - 1))
case("6.9.1", "a window as large as can be", "ignored", WindowUpdateFrame(0, (1 << 31) - 1 - 65535))
case("6.9.2", "a setting that takes a window beyond", ("stream FLOW_CONTROL_ERROR", "connection FLOW_CONTROL_ERROR"),
     post("beyond"), WindowUpdateFrame(1, (1 << 31) - 1 - 65535), SettingsFrame(0, settings={4: 65536}))
case("6.10", "CONTINUATION of the connection", "connection PROTOCOL_ERROR", headers(block(head("/c"))[:9], flags=("END_STREAM",)), raw(9, 4, 0, block(head("/c"))[9:]))
case("6.10", "CONTINUATION of another stream", "connection PROTOCOL_ERROR", headers(block(head("/c"))[:9], flags=("END_STREAM",)), raw(9, 4, 3, block(head("/c"))[9:]))
case("6.10", "CONTINUATION after the end of the head", "connection PROTOCOL_ERROR", post("c-after"), raw(9, 4, 1, block([("x", "y")])))
case("6.10", "a head in five pieces", "answer", headers(block(head("/five-pieces"))[:1], flags=("END_STREAM",)),
     *[raw(9, 0, 1, block(head("/five-pieces"))[at:at + 9]) for at in (1, 10, 19)], raw(9, 4, 1, block(head("/five-pieces"))[28:]))
case("6.2", "DATA within a head", "connection PROTOCOL_ERROR", headers(block(head("/d"))[:9], flags=()), data(b"x"))
case("6.2", "another head within a head", "connection PROTOCOL_ERROR", headers(block(head("/d"))[:9], flags=()), headers(head("/d"), stream=3))

# --- requests (8)
case("8.1", "trailers", "answer", post("trailers", ("trailer", "x-sum")), data(b"abc", flags=()), headers([("x-sum", "1")]))
case("8.1", "trailers without an end", "malformed", post("trailers-without-end"), data(b"abc", flags=()), headers([("x-sum", "1")], flags=OPEN))
case("8.3", "a pseudo field in trailers", "malformed", post("pseudo-in-trailers"), data(b"abc", flags=()), headers([(":path", "/other")]))
for name, said, pieces in [
    ("content length of one piece", 3, [b"abc"]), ("content length of two pieces", 6, [b"abc", b"def"]),
]:
    case("8.1.1", name, "answer", post(name, ("content-length", str(said))), *[data(piece, flags=()) for piece in pieces[:-1]], data(pieces[-1]))
for name, said, pieces in [
    ("more than the content length", 2, [b"abc"]), ("less than the content length", 4, [b"abc"]),
    ("more in two pieces", 5, [b"abc", b"def"]), ("less in two pieces", 7, [b"abc", b"def"]),
]:
    case("8.1.1", name, "malformed", post(name, ("content-length", str(said))), *[data(piece, flags=()) for piece in pieces[:-1]], data(pieces[-1]))
case("8.1.1", "a content length and no body", "malformed", get("length and no body", ("content-length", "3")))
case("8.1.1", "two content lengths", "malformed", post("two lengths", ("content-length", "3"), ("content-length", "4")), data(b"abc"))
case("8.1.1", "the same content length twice", "malformed", post("one length twice", ("content-length", "3"), ("content-length", "3")), data(b"abc"))
case("8.1.1", "a content length that is none", "malformed", post("length none", ("content-length", "+3")), data(b"abc"))
one("8.2", "a field in lower case", ("x-field", "Y"))
malformed("8.2", "a field in upper case", ("X-Field", "y"))
malformed("8.2.1", "a field without a name", ("", "y"))
for what, octet in [("a blank", b" "), ("a colon", b":"), ("a line feed", b"\n"), ("a DEL", b"\x7f"), ("an octet beyond ASCII", b"\xe4")]:
    malformed("8.2.1", f"{what} in a name", (b"x" + octet + b"y", "z"))
for what, octet in [("NUL", b"\0"), ("a carriage return", b"\r"), ("a line feed", b"\n")]:
    malformed("8.2.1", f"{what} in a value", ("x", b"a" + octet + b"b"))
one("8.2.1", "a blank within a value", ("x", "a b"))
for what, value in [("a blank before a value", " a"), ("a blank behind a value", "a "), ("a tab before a value", "\ta")]:
    malformed("8.2.1", what, ("x", value))
for name, value in [("connection", "close"), ("connection", "x-field"), ("proxy-connection", "close"), ("keep-alive", "1"), ("transfer-encoding", "chunked"), ("upgrade", "websocket")]:
    malformed("8.2.2", f"{name} {value}", (name, value))
one("8.2.2", "te trailers", ("te", "trailers"))
malformed("8.2.2", "te gzip", ("te", "gzip"))
malformed("8.2.2", "te trailers and gzip", ("te", "trailers, gzip"))
one("8.2.3", "several cookies", ("cookie", "a=1"), ("cookie", "b=2"))
malformed("8.3", "a pseudo field behind fields", instead=head("/behind")[:3] + [("x", "y"), (":path", "/behind")])
malformed("8.3", "an unknown pseudo field", (":what", "x"))
malformed("8.3", "an unknown pseudo field before fields", instead=[(":what", "x")] + head("/what"))
malformed("8.3", "a pseudo field of answers", instead=[(":status", "200")] + head("/status"))
for name in (":method", ":scheme", ":path"):
    malformed("8.3.1", f"without {name[1:]}", without=(name,))
    malformed("8.3.1", f"two of {name[1:]}", instead=head("/two") + [field for field in head("/two") if field[0] == name])
malformed("8.3.1", "two of authority", instead=head("/two-hosts") + [(":authority", NAME)])
case("8.3.1", "an empty path", "malformed", headers(head("")))
case("8.3.1", "a path that is none", "malformed", headers(head("x/y")))
malformed("8.3.1", "somebody in the authority", host=f"user@{NAME}")
malformed("8.3.1", "neither authority nor host", without=(":authority",))
one("8.3.1", "host alone", ("host", f"{NAME}:{PORT}"), without=(":authority",))
one("8.3.1", "host and authority agree", ("host", f"{NAME}:{PORT}"))
malformed("8.3.1", "host and authority differ", ("host", "other.example.test"))
malformed("8.3.1", "an empty method", instead=[(":method", "")] + head("/method")[1:])
malformed("8.3.1", "a method with a blank", instead=[(":method", "GET /x")] + head("/method")[1:])
malformed("8.5", "CONNECT with a path", method="CONNECT")


def judge(expected, got):
    if isinstance(expected, tuple):
        return any(judge(one, got) for one in expected)
    if expected == "answer":
        return got == "answer 200"
    if expected == "malformed":
        # an answer that refuses may come before the reset; an error of the stream may be one of the connection (5.4.2)
        return got in ("stream PROTOCOL_ERROR", "connection PROTOCOL_ERROR") or (got.startswith("answer 4"))
    if expected == "ignored":
        return got == "goes on"
    if expected.startswith("connection "):
        # GOAWAY is a SHOULD; the end of the connection is the MUST (5.4.1)
        return got in (expected, "connection closed")
    return got == expected


def tell(section, name, expected, got, well):
    print(json.dumps({"section": section, "name": name, "expected": expected, "got": got, "well": well}), flush=True)


def play(section, name, expected, send, stream, settings, last):
    line = Line()
    line.begin(settings)
    line.send(*send, *last)
    got = line.pong(b"whatever") if expected == "ignored" else line.outcome(stream)
    if got == "goes on":
        line.send(headers(head("/afterwards"), stream=101))
        answer = line.outcome(101)
        got = got if answer == "answer 200" else f"then {answer}"
    tell(section, name, expected, got, judge(expected, got))


def preface():
    for name, octets, expected in [
        ("a preface that is none", b"PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n" + SettingsFrame(0).serialize(), "connection PROTOCOL_ERROR"),
        ("HTTP/1.1 instead", b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", "connection PROTOCOL_ERROR"),
    ]:
        line = Line()
        line.send(octets)
        got = line.outcome(1)
        tell("3.4", name, expected, got, judge(expected, got))
    line = Line()
    line.send(PREFACE)
    expected, got = "connection PROTOCOL_ERROR", line.pong(b"12345678")
    tell("3.4", "a first frame that is not SETTINGS", expected, got, judge(expected, got))


def dialogues():
    """What takes more than one step."""
    line = Line()
    line.begin()
    got = line.pong(b"12345678")
    tell("6.7", "PING is answered with its octets", "goes on", got, got == "goes on")
    acknowledged = PingFrame(0, b"87654321")
    acknowledged.flags.add("ACK")
    line.send(acknowledged, PingFrame(0, b"the next"))
    frame = line.frame()
    got = frame.opaque_data.decode() if isinstance(frame, PingFrame) else repr(frame)
    tell("6.7", "an acknowledged PING is not answered", "the next", got, got == "the next")

    line = Line()
    line.begin({SettingsFrame.INITIAL_WINDOW_SIZE: 1})
    line.send(headers(head("/window-of-one")))
    sizes, got = [], None
    while got is None:
        frame = line.frame()
        if isinstance(frame, DataFrame):
            sizes.append(len(frame.data))
            if "END_STREAM" in frame.flags:
                got = "whole"
            else:
                line.send(WindowUpdateFrame(1, 1))
    tell("6.9", "a window of one octet", [1], sorted(set(sizes) - {0}), set(sizes) <= {0, 1} and len(sizes) > 10)

    line = Line()
    line.begin({SettingsFrame.INITIAL_WINDOW_SIZE: 0})
    line.send(headers(head("/window-of-nought")))
    while not isinstance(line.frame(), HeadersFrame):
        pass
    line.send(PingFrame(0, b"nothing?"))
    frame = line.frame()
    quiet = isinstance(frame, PingFrame)
    line.send(SettingsFrame(0, settings={SettingsFrame.INITIAL_WINDOW_SIZE: 1000}))
    got = line.outcome(1)
    tell("6.9.2", "a setting opens the windows of streams", "answer 200", got, quiet and got == "answer 200")

    line = Line()
    line.begin()
    most = line.settings.get(SettingsFrame.MAX_CONCURRENT_STREAMS)
    streams = [2 * number + 1 for number in range(most + 1)]
    line.send(*[headers(head("/many", method="POST"), stream=stream, flags=OPEN) for stream in streams])
    got = line.outcome(streams[-1])
    tell("5.1.2", "one stream more than allowed", "REFUSED_STREAM", got, got in ("stream REFUSED_STREAM", "stream PROTOCOL_ERROR"))
    line.send(data(b"abc", stream=1))
    got = line.outcome(1)
    tell("5.1.2", "the others are answered", "answer 200", got, got == "answer 200")

    line = Line()
    line.begin()
    line.send(GoAwayFrame(0, 0, 0), headers(head("/after-goaway")))
    got = line.outcome(1)
    tell("6.8", "what was begun is answered after GOAWAY", "answer 200", got, got in ("answer 200", "connection closed"))


for one_case in CASES:
    play(*one_case)
preface()
dialogues()
