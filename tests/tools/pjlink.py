#!/usr/bin/env python3
"""A projector after PJLink 2.00, for tests: pjlink.py [--password P] [--class 1|2] [--v6] [--warm S] [--cool S]
[--faults WORD,…] [--lit]. Listens on a free port of the loopback, prints it, then a line for every thing that happens
to it. Each of the faults is what becomes of one connection, in order; then it is well."""
import argparse
import hashlib
import socket
import struct
import sys
import threading
import time

ap = argparse.ArgumentParser()
ap.add_argument("--password", default="")
ap.add_argument("--class", dest="level", default="1")
ap.add_argument("--v6", action="store_true")
ap.add_argument("--warm", type=float, default=0.5)
ap.add_argument("--cool", type=float, default=0.5)
ap.add_argument("--faults", default="")
ap.add_argument("--lit", action="store_true")
args = ap.parse_args()
faults = [f for f in args.faults.split(",") if f]


def say(*words):
    print(*words, flush=True)


class Projector:
    def __init__(self):
        self.target, self.until, self.dark = args.lit, 0.0, False

    def state(self):
        moving = time.monotonic() < self.until
        return ("3" if moving else "1") if self.target else ("2" if moving else "0")

    def answer(self, command, parameter):
        state = self.state()
        if command == "%1POWR":
            if parameter == "?":
                return state
            if parameter not in "01" or len(parameter) != 1:
                return "ERR2"
            if state in "23":
                say("refused", command, parameter)
                return "ERR3"
            if parameter != state:
                self.target = parameter == "1"
                self.until = time.monotonic() + (args.warm if self.target else args.cool)
            say("power", parameter)
            return "OK"
        if state != "1" and command in ("%1AVMT", "%1INPT"):
            return "ERR3"
        if command == "%1AVMT":
            if parameter == "?":
                return "31" if self.dark else "30"
            if parameter not in ("30", "31"):
                return "ERR2"
            self.dark = parameter == "31"
            say("mute", parameter)
            return "OK"
        if command == "%1ERST":
            return "010000"
        if command == "%1LAMP":
            return "1234 1 987 0"
        if command == "%1CLSS":
            return args.level
        if command == "%2FILT" and args.level == "2":
            return "321"
        return "ERR1"


def reset(call):
    call.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    call.close()


def serve(call, projector, fault):
    random = "498e4a67"
    call.settimeout(30)
    if fault:
        say("fault", fault)
    if fault == "reset":
        return reset(call)
    if fault == "silent":
        time.sleep(30)
        return call.close()
    if fault == "garbage":
        call.sendall(b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n")
        return call.close()
    if fault == "long":
        call.sendall(b"\xff\x00" * 4000)
        return call.close()
    call.sendall(("PJLINK 1 " + random if args.password else "PJLINK 0").encode() + b"\r")
    data, proven = b"", not args.password
    while True:
        while b"\r" not in data:
            more = call.recv(200)
            if not more:
                return call.close()
            data += more
        line, data = data.split(b"\r", 1)
        line = line.decode()
        if not proven:
            proof = hashlib.md5((random + args.password).encode()).hexdigest()
            if not line.startswith(proof):
                say("wrong password")
                call.sendall(b"PJLINK ERRA\r")
                return call.close()
            line, proven = line[32:], True
        command, _, parameter = line.partition(" ")
        answer = (command + "=" + projector.answer(command, parameter)).encode() + b"\r"
        if fault == "half":
            call.sendall(answer[:5])
            return call.close()
        if fault == "slowly":  # byte by byte, in lower case
            for byte in answer.lower():
                call.sendall(bytes([byte]))
                time.sleep(0.002)
            continue
        call.sendall(answer)


def main():
    listener = socket.socket(socket.AF_INET6 if args.v6 else socket.AF_INET)
    listener.bind(("::1" if args.v6 else "127.0.0.1", 0))
    listener.listen()
    say(listener.getsockname()[1])
    threading.Thread(target=lambda: (sys.stdin.read(), listener.shutdown(socket.SHUT_RDWR)), daemon=True).start()
    projector = Projector()
    while True:
        try:
            call, _ = listener.accept()
        except OSError:
            return
        fault = faults.pop(0) if faults else ""
        threading.Thread(target=lambda c=call, f=fault: guarded(c, projector, f), daemon=True).start()


def guarded(call, projector, fault):
    try:
        serve(call, projector, fault)
    except OSError:
        pass


main()
