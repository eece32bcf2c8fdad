# tries: takes 400 MB of the kernel's memory where it may have 128, in connections to itself that nobody reads
# contained: it does not get it, or is ended
# class: bombs
# bomb: yes
# ends: any
# seen: host
piece = bytes(1 << 20)
told, tell = os.pipe()
total = 0
for i in range(16):
    if os.fork() == 0:
        os.closerange(0, 3)
        held, filled = [], 0
        try:
            server = socket.socket()
            server.bind(('127.0.0.1', 0))
            server.listen(5)
            while filled < 32 << 20:
                client = socket.create_connection(server.getsockname())
                other = server.accept()[0]
                held += [client, other]
                for end in (client, other):
                    end.setblocking(False)
                    idle = 0
                    while idle < 3 and filled < 32 << 20:
                        try:
                            filled += end.send(piece)
                        except BlockingIOError:
                            idle += 1
        except OSError:
            pass
        os.write(tell, struct.pack('q', filled))
        time.sleep(60)
        os._exit(0)
for i in range(16):
    total += struct.unpack('q', os.read(told, 8))[0]
time.sleep(0.5)
if total > 400 << 20:
    reached(total >> 20, 'MB in connections')
