# tries: takes 512 MB of memory where it may have 128, in eight processes
# contained: it is ended
# class: bombs
# bomb: yes
# ends: any
# seen: host
children = []
for i in range(8):
    ready, told = os.pipe()
    if os.fork() == 0:
        os.closerange(0, 3)
        x = bytearray(64 << 20)
        for at in range(0, len(x), 4096):
            x[at] = 1
        os.write(told, b'x')
        time.sleep(60)
        os._exit(0)
    os.close(told)
    children.append(ready)
if all(os.read(ready, 1) for ready in children):
    time.sleep(0.5)
    reached('512 MB in eight processes')
