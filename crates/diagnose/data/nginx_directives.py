"""Prints the directives that an nginx program knows, read out of the program itself: for each the kind of module, its name, the
contexts and numbers of arguments (the flags of `ngx_command_t`, hexadecimal), which of nginx's own setters takes its value, and
which values that setter takes: words with `|` between them (`ngx_conf_enum_t`, `ngx_conf_bitmask_t`), or `least..most`
(`ngx_conf_num_bounds_t`).

    python3 nginx_directives.py /usr/sbin/nginx > nginx-directives.txt

It reads little-endian ELF for x86-64 as Debian builds it: position-independent, with the setters among the dynamic symbols.
"""

import struct
import sys

KINDS = {0x45524F43: "core", 0x464E4F43: "conf", 0x544E5645: "events", 0x50545448: "http"}
data = open(sys.argv[1], "rb").read()


def unpack(form, at):
    return struct.unpack_from("<" + form, data, at)


sections = {}
table, size, count, names = unpack("Q", 0x28)[0], *unpack("HHH", 0x3A)
name_offset = unpack("IIQQQQIIQQ", table + names * size)[4]
for index in range(count):
    name, _, _, address, offset, length, *_ = unpack("IIQQQQIIQQ", table + index * size)
    at = name_offset + name
    sections[data[at : data.index(b"\0", at)].decode()] = (address, offset, length)


def offset_of(address):
    for start, offset, length in sections.values():
        if start and start <= address < start + length:
            return offset + address - start
    return None


def text(address, length):
    at = offset_of(address)
    found = data[at : at + length + 1] if at else b""
    return found[:-1].decode() if found.endswith(b"\0") and found.isascii() else None


# what the loader writes: addresses within the program, and functions by their names
_, offset, length = sections[".rela.dyn"]
_, symbols, _ = sections[".dynsym"]
_, strings, strings_length = sections[".dynstr"]
relative, named, by_address = {}, {}, {}
for at in range(symbols, symbols + sections[".dynsym"][2], 24):
    name, _, _, _, value, _ = unpack("IBBHQQ", at)
    end = data.index(b"\0", strings + name)
    by_address[value] = data[strings + name : end].decode()
for at in range(offset, offset + length, 24):
    place, info, addend = unpack("QQq", at)
    if info & 0xFFFFFFFF == 8:
        relative[place] = addend
    else:
        named[place] = by_address.get(unpack("IBBHQQ", symbols + 24 * (info >> 32))[4])
        value = unpack("IBBHQQ", symbols + 24 * (info >> 32))[4]
        if value:
            relative[place] = value

version = data[data.index(b"nginx/1.") :].split(b"\0")[0].decode()
print(f"# Directives of {version}: module, name, flags of ngx_command_t, setter, its values; made by nginx_directives.py.")


def words(at):
    """The words of an array of name and number, which an empty name ends."""
    found = []
    while (place := offset_of(at)) and (length := unpack("Q", place)[0]) and at + 8 in relative:
        found.append(text(relative[at + 8], length))
        at += 24
    return "|".join(found)


def allowed(setter, post):
    if setter in ("enum", "bitmask"):
        return words(post)
    bounded = setter == "num" and by_address.get(relative.get(post)) == "ngx_conf_check_num_bounds"
    least, most = unpack("qq", offset_of(post) + 8) if bounded else (0, -1)
    return f"{least}..{most if most >= 0 else ''}" if (least, most) != (0, -1) else ""


rows = []
for section in (".data", ".data.rel.ro"):
    if section not in sections:
        continue
    start, offset, length = sections[section]
    for at in range(0, length - 8, 8):
        kind = KINDS.get(unpack("Q", offset + at)[0])
        commands = relative.get(start + at - 8)
        # ngx_module_t: two unset indexes begin it, nine words before its kind
        if not kind or not commands or at < 72 or unpack("QQ", offset + at - 72) != (2**64 - 1, 2**64 - 1):
            continue
        while True:
            word = offset_of(commands)
            name_length, _, flags = unpack("QQQ", word)
            name = text(relative.get(commands + 8, 0), name_length) if name_length else None
            if not name:
                break
            setter = by_address.get(relative.get(commands + 24, 0), "-").removeprefix("ngx_conf_set_")
            setter = setter.removesuffix("_slot") if setter.endswith("_slot") else "-"
            rows.append((kind, name, flags, setter, allowed(setter, relative.get(commands + 48))))
            commands += 56
for kind, name, flags, setter, values in rows:
    print(kind, name, f"{flags:08x}", setter, *([values] if values else []))
