#include <openssl/ssl.h>

// What libssl has as macros with casts, which Swift can't see.

static inline int sttcheck_ssl_set_min_version(SSL *ssl, int version) { return SSL_set_min_proto_version(ssl, version); }

static inline void sttcheck_ssl_forbid_renegotiation(SSL *ssl) { SSL_set_options(ssl, SSL_OP_NO_RENEGOTIATION); }

static inline int sttcheck_ssl_set_server_name(SSL *ssl, const char *name) { return SSL_set_tlsext_host_name(ssl, name); }

static inline int sttcheck_ssl_add_chain_certificate(SSL *ssl, X509 *certificate) { return SSL_add1_chain_cert(ssl, certificate); }

static inline int sttcheck_ssl_wait_for_verdict(SSL *ssl) { return SSL_set_retry_verify(ssl); }
