"""A mail server of other people's making, and other people's reading of mail.

`mail.py serve` listens with aiosmtpd on a free port of this machine, prints `PORT n`, and then a line of JSON for every
message it took. `mail.py serve starttls FILE` and `mail.py serve tls FILE` do so over TLS with the certificate and key of
the file, take nothing in clear, and ask who it is: user `pomona`, password `letters of June`. An address that begins with `later` is asked to come again the first time, one that begins with `nobody`
is refused for good. `mail.py read FILE…` reads files with Python's email package and prints a line of JSON for each.
"""

import json
import sys
from email import message_from_bytes, policy


def told(raw, sender=None, recipients=None, cipher=None, user=None):
    message = message_from_bytes(raw, policy=policy.default)
    text = message.get_body(("plain",))
    html = message.get_body(("html",))
    attachments = [
        {
            "name": part.get_filename(),
            "type": part.get_content_type(),
            "begins": part.get_content()[:5].decode("latin-1"),
        }
        for part in message.iter_attachments()
    ]
    parts = list(message.walk())
    return {
        "from": str(message["from"]),
        "to": str(message["to"]),
        "to_name": message["to"].addresses[0].display_name,
        "to_count": len(message["to"].addresses),
        "subject": message["subject"],
        "message_id": message["message-id"],
        "date": str(message["date"]),
        "auto": message["auto-submitted"],
        "language": message["content-language"],
        "unsubscribe": message["list-unsubscribe"],
        "unsubscribe_post": message["list-unsubscribe-post"],
        "headers": sorted({name.lower() for name in message.keys()}),
        "text": text.get_content(),
        "charset": text.get_content_charset(),
        "html": html.get_content(),
        "attachments": attachments,
        "defects": [str(defect) for part in parts for defect in part.defects],
        "header_defects": [str(defect) for value in message.values() for defect in getattr(value, "defects", [])],
        "longest_line": max(len(line) for line in raw.split(b"\r\n")),
        "bare_line_feeds": raw.replace(b"\r\n", b"").count(b"\n"),
        "sender": sender,
        "recipients": recipients,
        "cipher": cipher,
        "user": user,
    }


class Taker:
    def __init__(self):
        self.asked_later = set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody"):
            return "550 5.1.1 no such mailbox"
        if address.startswith("later") and address not in self.asked_later:
            self.asked_later.add(address)
            return "451 4.3.0 please come again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        ssl = server.transport.get_extra_info("cipher")
        user = session.auth_data.login.decode() if session.auth_data else None
        line = told(envelope.original_content, envelope.mail_from, envelope.rcpt_tos, ssl and ssl[1], user)
        print(json.dumps(line), flush=True)
        return "250 taken"


def knows(server, session, envelope, mechanism, data):
    from aiosmtpd.smtp import AuthResult

    known = data.login == b"pomona" and data.password == b"letters of June"
    return AuthResult(success=known, handled=False, auth_data=data)


def secured(how, file):
    import ssl

    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file)
    known = {"authenticator": knows, "auth_required": True}
    if how == "tls":
        return {"ssl_context": context, "auth_require_tls": False, **known}
    return {"tls_context": context, "require_starttls": True, **known}


def serve(options):
    import socket

    from aiosmtpd.controller import Controller

    probe = socket.socket()
    probe.bind(("127.0.0.1", 0))
    port = probe.getsockname()[1]
    probe.close()
    controller = Controller(Taker(), hostname="127.0.0.1", port=port, **options)
    controller.start()
    print(f"PORT {port}", flush=True)
    sys.stdin.read()
    controller.stop()


if sys.argv[1] == "serve":
    serve(secured(*sys.argv[2:4]) if len(sys.argv) > 2 else {})
else:
    for name in sys.argv[2:]:
        with open(name, "rb") as file:
            print(json.dumps(told(file.read())), flush=True)
