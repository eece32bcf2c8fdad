# tries: takes 400 MB where it may have 128, in processes that become other ones all the time, so that counting misses them
# contained: it does not get it, or is ended
# class: bombs
# bomb: yes
# ends: any
# seen: host
told, tell = os.pipe()
for i in range(5):
    if os.fork() == 0:
        os.closerange(0, 3)
        x = bytearray(80 << 20)
        for at in range(0, len(x), 4096):
            x[at] = 1
        os.write(tell, b'x')
        end = time.time() + 3
        while time.time() < end:
            try:
                if os.fork() > 0:
                    os._exit(0)
            except OSError:
                pass
        os.write(tell, b'y')
        os._exit(0)
said = b''
while len(said) < 10:
    said += os.read(told, 1)
reached('400 MB in processes that change')
