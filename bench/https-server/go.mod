module libhello.github.io/https-server

go 1.26.8
