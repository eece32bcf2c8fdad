# tries: makes 200 threads, where it may have 32
# contained: it gets no more than it may have
# class: bombs
# bomb: yes
# seen: host
import threading
threading.stack_size(32768)
made = 0
wait = threading.Event()
for i in range(200):
    try:
        threading.Thread(target=wait.wait, daemon=True).start()
        made += 1
    except RuntimeError:
        break
if made > 48:
    reached(made, 'threads')
