"""A mail server for the tests: aiosmtpd, with TLS, sign-in, and the moods of real ones.

    server.py PORT DIRECTORY CERTIFICATE KEY implicit|starttls|plain

Each mail is kept as a file in DIRECTORY. The recipient's name asks for a mood: refused@ is refused
for good, later@ is refused for now until the file `willing` is there, dropped@ is taken but the
connection ends before the answer, the first time. Who signs in is noor with the password geheim;
where there is TLS, nobody else may send.
"""

import asyncio
import os
import ssl
import sys
import warnings

from aiosmtpd.smtp import SMTP, AuthResult

# It does not see that TLS began before it.
warnings.simplefilter("ignore")

port, directory, certificate, key, secrecy = sys.argv[1:]
kept = 0
dropped = set()


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        mood = address.split("@")[0].lower()
        if mood == "refused":
            return "550 5.1.1 no such person: " + address
        if mood == "later" and not os.path.exists(os.path.join(directory, "willing")):
            return "451 4.7.1 come back later, " + address
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        global kept
        kept += 1
        name = os.path.join(directory, f"{kept:04}")
        with open(name, "wb") as file:
            file.write(envelope.content)
        os.rename(name, name + ".eml")
        address = envelope.rcpt_tos[0]
        if address.startswith("dropped@") and address not in dropped:
            dropped.add(address)
            server.transport.abort()
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    right = mechanism in ("LOGIN", "PLAIN") and (data.login, data.password) == (b"noor", b"geheim")
    return AuthResult(success=right)


async def main():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    starttls = secrecy == "starttls"
    secret = secrecy != "plain"

    def connection():
        return SMTP(
            Handler(),
            hostname="mail.example.nl",
            tls_context=context if starttls else None,
            require_starttls=starttls,
            authenticator=authenticate,
            auth_required=secret,
            auth_require_tls=starttls,
        )

    implicit = context if secrecy == "implicit" else None
    loop = asyncio.get_running_loop()
    await loop.create_server(connection, "127.0.0.1", int(port), ssl=implicit)
    print("ready", flush=True)
    await asyncio.get_running_loop().create_future()


asyncio.run(main())
