# tries: takes 400 MB of the kernel's memory where it may have 128, in sockets that nobody reads
# contained: it does not get it, or is ended
# class: bombs
# bomb: yes
# ends: any
# seen: host
piece = bytes(60000)
total = 0
told, tell = os.pipe()
for i in range(16):
    if os.fork() == 0:
        os.closerange(0, 3)
        held, filled = [], 0
        try:
            while filled < 32 << 20:
                pair = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
                held.append(pair)
                for end in pair:
                    end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
                    end.setblocking(False)
                    try:
                        while filled < 32 << 20:
                            filled += end.send(piece)
                    except BlockingIOError:
                        pass
        except OSError:
            pass
        os.write(tell, struct.pack('q', filled))
        time.sleep(60)
        os._exit(0)
for i in range(16):
    total += struct.unpack('q', os.read(told, 8))[0]
time.sleep(0.5)
if total > 400 << 20:
    reached(total >> 20, 'MB in sockets')
