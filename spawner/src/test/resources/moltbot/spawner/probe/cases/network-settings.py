# tries: brings an interface up, makes a tunnel, adds an address
# contained: the kernel does not let it
# class: network
# seen: weak?
import fcntl
client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for name, request, value in (('an address', 0x8916, struct.pack('16sHH4s8x', b'lo:9', 2, 0, bytes([127, 9, 9, 9]))),
        ('a bridge', 0x89a0, b'moltbot-probe\0\0\0'), ('a name', 0x8923, b'lo' + bytes(14) + b'lo' + bytes(14))):
    try:
        fcntl.ioctl(client, request, value)
        reached(name)
    except OSError:
        pass
for path in ('/dev/net/tun', '/dev/ppp'):
    try:
        os.close(os.open(path, os.O_RDWR))
        reached(path)
    except OSError:
        pass
