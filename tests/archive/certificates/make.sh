#!/bin/sh
# How these certificates were made, once. Their keys protect nothing: they belong to names that nobody owns.
set -eu
cd "$(dirname "$0")"
year=$(date +%Y)
authority() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 36500 -subj "/CN=Test authority" \
        -addext "keyUsage=critical,keyCertSign,cRLSign" -keyout authority.key -out authority.pem
}
issue() { # name, alternative names, not before, not after
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$1" -keyout "$1.key" -out "$1.csr" \
        -addext "subjectAltName=$2"
    rm -rf ca && mkdir ca && : > ca/index && echo 01 > ca/serial
    openssl ca -batch -notext -config /dev/stdin -cert authority.pem -keyfile authority.key -in "$1.csr" \
        -out "$1.crt" -startdate "$3" -enddate "$4" -rand_serial <<CONFIG
[ca]
default_ca = own
[own]
new_certs_dir = ca
database = ca/index
serial = ca/serial
default_md = sha256
policy = any
copy_extensions = copy
x509_extensions = leaf
[any]
commonName = supplied
[leaf]
basicConstraints = critical,CA:FALSE
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
CONFIG
    cat "$1.key" "$1.crt" authority.pem > "$1.pem"
    rm -rf ca "$1.key" "$1.csr" "$1.crt"
}
authority
issue good "IP:127.0.0.1" "${year}0101000000Z" 21000101000000Z
issue expired "IP:127.0.0.1" 20200101000000Z 20210101000000Z
issue elsewhere "DNS:elsewhere.test" "${year}0101000000Z" 21000101000000Z
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 27000 -subj "/CN=self" \
    -addext "subjectAltName=IP:127.0.0.1" -keyout self.key -out self.crt
cat self.key self.crt > self.pem
rm self.key self.crt authority.key
