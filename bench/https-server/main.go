// A local HTTPS server under a test authority of its own, for functions that make requests.
//
// It speaks TLS 1.3 only, with a P-256 certificate and an X25519 key exchange, and serves HTTP/1.1
// and HTTP/2. The authority lives as long as the process: its certificate is written into the folder
// that is named, as ca.pem, and its key is never written.
//
// Two ports: the first has a certificate of the authority in ca.pem, the second one of an authority
// that nobody was told of. "PORT PORT" is printed once both listen.
package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"log"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// The largest body that is served.
const largest = 6 << 20

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: https-server FOLDER")
	}
	trusted, err := newAuthority("libHello test authority")
	check(err)
	unknown, err := newAuthority("an authority that nobody knows")
	check(err)
	check(os.WriteFile(filepath.Join(os.Args[1], "ca.pem"), trusted.pem(), 0o644))
	first, err := serve(trusted)
	check(err)
	second, err := serve(unknown)
	check(err)
	fmt.Println(first, second)
	select {}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

func newAuthority(name string) (*authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := validToday(&x509.Certificate{
		SerialNumber:          big.NewInt(1),
		Subject:               pkix.Name{CommonName: name},
		IsCA:                  true,
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageCertSign,
	})
	raw, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, err
	}
	certificate, err := x509.ParseCertificate(raw)
	return &authority{certificate, key}, err
}

// From an hour ago, so that clocks may differ a little, for two days.
func validToday(certificate *x509.Certificate) *x509.Certificate {
	certificate.NotBefore = time.Now().Add(-time.Hour)
	certificate.NotAfter = time.Now().Add(48 * time.Hour)
	return certificate
}

func (a *authority) pem() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.certificate.Raw})
}

// A certificate for localhost.
func (a *authority) issue() (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	template := validToday(&x509.Certificate{
		SerialNumber: big.NewInt(2),
		Subject:      pkix.Name{CommonName: "localhost"},
		DNSNames:     []string{"localhost"},
		IPAddresses:  []net.IP{net.IPv4(127, 0, 0, 1)},
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	})
	raw, err := x509.CreateCertificate(rand.Reader, template, a.certificate, &key.PublicKey, a.key)
	return tls.Certificate{Certificate: [][]byte{raw}, PrivateKey: key}, err
}

// serve answers on a free port of the loopback interface, which it returns.
func serve(by *authority) (int, error) {
	certificate, err := by.issue()
	if err != nil {
		return 0, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	server := &http.Server{
		Handler: http.HandlerFunc(answer),
		TLSConfig: &tls.Config{
			Certificates:     []tls.Certificate{certificate},
			MinVersion:       tls.VersionTLS13,
			CurvePreferences: []tls.CurveID{tls.X25519},
		},
		// A client that refuses the certificate is what the second port is for.
		ErrorLog: log.New(quiet{}, "", 0),
	}
	go func() { check(server.ServeTLS(listener, "", "")) }()
	return listener.Addr().(*net.TCPAddr).Port, nil
}

type quiet struct{}

func (quiet) Write(line []byte) (int, error) { return len(line), nil }

// answer serves /bytes/N, a body of so many letters, and says what it saw of the connection in headers.
func answer(out http.ResponseWriter, request *http.Request) {
	text, found := strings.CutPrefix(request.URL.Path, "/bytes/")
	size, err := strconv.Atoi(text)
	if !found || err != nil || size < 0 || size > largest {
		http.Error(out, "ask for /bytes/N", http.StatusNotFound)
		return
	}
	out.Header().Set("Content-Type", "text/plain")
	out.Header().Set("Content-Length", text)
	out.Header().Set("X-Tls", tls.VersionName(request.TLS.Version))
	out.Header().Set("X-Key-Exchange", request.TLS.CurveID.String())
	// What is written after the client has gone is of no use to anybody.
	_, _ = out.Write([]byte(strings.Repeat("x", size)))
}
