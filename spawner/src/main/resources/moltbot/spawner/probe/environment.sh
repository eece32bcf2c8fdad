# tries: reads its environment and that of every process it can see
# contained: nothing in it is called a key, a token, a secret or a password, nor was it planted
# class: environment
# kind: machine
# seen: host
env | while IFS='=' read -r name value; do
    case $name in *KEY* | *TOKEN* | *SECRET* | *PASSWORD* | MOLTBOT_*) reached "variable $name" ;; esac
done
