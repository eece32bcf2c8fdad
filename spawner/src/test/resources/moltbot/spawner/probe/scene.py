# Plants on this machine what the probes look for, tells what and where, line by line, and holds it until its standard input
# ends. Arguments: a name that nothing else has, a folder.
import ctypes, os, secrets, signal, socket, sys, threading

name, folder = sys.argv[1:3]
libc = ctypes.CDLL(None, use_errno=True)
arm = os.uname().machine == 'aarch64'
lock = threading.Lock()
undo = []


def tell(*words):
    with lock:
        print(*words, flush=True)


def token(what):
    made = secrets.token_hex(12)
    tell('token', what, made)
    return made


def env(key, value):
    tell('env', 'PROBE_' + key, value)


def write(path, what):
    with open(path, 'w') as file:
        file.write(token(what) + '\n')
    os.chmod(path, 0o666)
    undo.append(lambda: os.path.lexists(path) and os.unlink(path))


def answer(server, what):
    said = token(what).encode()

    def serve():
        while True:
            peer, _ = server.accept()
            tell('touched', what)
            with peer:
                try:
                    peer.sendall(said)
                except OSError:
                    pass

    server.listen(50)
    threading.Thread(target=serve, daemon=True).start()


def files():
    write(folder + '/secret', 'file')
    env('FILE', folder + '/secret')
    for place in ('/tmp', '/var/tmp', '/dev/shm'):
        write('%s/%s' % (place, name), 'file in ' + place)
    env('NAME', name)
    env('HOSTNAME', socket.gethostname())


def sockets():
    path = folder + '/engine.sock'
    by_path = socket.socket(socket.AF_UNIX)
    by_path.bind(path)
    os.chmod(path, 0o777)
    answer(by_path, 'socket by path')
    env('SOCKET', path)
    abstract = socket.socket(socket.AF_UNIX)
    abstract.bind('\0' + name)
    answer(abstract, 'abstract socket')
    for family, address, key in ((socket.AF_INET, '127.0.0.1', 'TCP'), (socket.AF_INET6, '::1', 'TCP6')):
        server = socket.socket(family)
        server.bind((address, 0))
        answer(server, 'listener at ' + address)
        env(key, server.getsockname()[1])
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.bind(('127.0.0.1', 0))
    env('UDP', udp.getsockname()[1])
    said = token('name server').encode()

    def serve():
        while True:
            _, peer = udp.recvfrom(2048)
            tell('touched', 'name server')
            udp.sendto(said, peer)

    threading.Thread(target=serve, daemon=True).start()


# A process whose name, arguments and environment all tell, and that lets everybody trace it.
TELLTALE = '''
import ctypes, signal, sys
ctypes.CDLL(None).prctl(0x59616d61, ctypes.c_ulong(-1), 0, 0, 0)
print(flush=True)
signal.pause()
'''


def process():
    import subprocess
    child = subprocess.Popen([name, '-c', TELLTALE, token('arguments')], executable=sys.executable, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, env={'PATH': '/usr/bin:/bin', 'MOLTBOT_PLANTED': token("process's environment")})
    child.stdout.readline()
    env('PID', child.pid)
    undo.append(child.kill)
    undo.append(lambda: tell('touched', 'process') if child.poll() is not None else None)


def shared_memory():
    key = secrets.randbelow(1 << 30) + 1
    env('NUMBER', key)
    libc.shmat.restype = ctypes.c_void_p
    segment = libc.shmget(key, 4096, 0o1666)
    at = libc.shmat(segment, None, 0)
    said = token('shared memory of System V').encode()
    ctypes.memmove(at, said, len(said))
    undo.append(lambda: libc.shmctl(segment, 0, None))

    class Message(ctypes.Structure):
        _fields_ = [('kind', ctypes.c_long), ('text', ctypes.c_char * 64)]

    queue = libc.msgget(key, 0o1666)
    said = token('message queue of System V').encode()
    libc.msgsnd(queue, ctypes.byref(Message(1, said)), len(said), 0)
    undo.append(lambda: libc.msgctl(queue, 0, None))
    semaphore = libc.semget(key, 1, 0o1666)
    undo.append(lambda: libc.semctl(semaphore, 0, 0))
    rt = ctypes.CDLL('librt.so.1', use_errno=True)
    os.umask(0)
    posix = rt.mq_open(b'/' + name.encode(), os.O_CREAT | os.O_RDWR, 0o666, None)
    said = token('message queue of POSIX').encode()
    if posix >= 0:
        rt.mq_send(posix, said, len(said), 0)
    undo.append(lambda: rt.mq_unlink(b'/' + name.encode()))


# For the user that the tiers run as too: a sandbox that is made as this user shares the kernel's ring with it.
def keyring():
    add, control = (217, 219) if arm else (248, 250)
    said = token('key').encode()
    key = libc.syscall(add, b'user', name.encode(), said, len(said), -4)
    if key > 0:
        libc.syscall(control, 5, key, 0x3f3f3f3f)
        undo.append(lambda: libc.syscall(control, 3, key))


signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
try:
    for plant in (files, sockets, process, shared_memory, keyring):
        plant()
    tell('ready')
    sys.stdin.read()
finally:
    for step in reversed(undo):
        step()
