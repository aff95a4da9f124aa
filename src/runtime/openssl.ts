// OpenSSL as `_ssl` uses it: C's functions by their own names, pointers as opaque numbers. The host layer binds them (Node
// carries OpenSSL inside). Invariant: who gets a pointer frees it as OpenSSL's documentation says.

/** An opaque C pointer; null is NULL. */
export type Pointer = bigint | null;
type Argument = Pointer | number | string | Uint8Array | Int32Array | BigUint64Array;

/** Functions that give an int (or a long). */
export const INT_FUNCTIONS = {
  SSL_CTX_free: 'void (void *)',
  SSL_CTX_set_options: 'int64_t (void *, uint64_t)',
  SSL_CTX_clear_options: 'int64_t (void *, uint64_t)',
  SSL_CTX_get_options: 'int64_t (void *)',
  SSL_CTX_ctrl: 'long (void *, int, long, void *)',
  SSL_CTX_ctrl_text: 'long SSL_CTX_ctrl(void *, int, long, const char *)',
  SSL_CTX_set_verify: 'void (void *, int, void *)',
  SSL_CTX_get_verify_mode: 'int (void *)',
  SSL_CTX_set_cipher_list: 'int (void *, const char *)',
  SSL_CTX_use_certificate_chain_file: 'int (void *, uint8_t *)',
  SSL_CTX_use_PrivateKey_file: 'int (void *, uint8_t *, int)',
  SSL_CTX_check_private_key: 'int (void *)',
  SSL_CTX_set_default_passwd_cb_userdata: 'void (void *, uint8_t *)',
  SSL_CTX_load_verify_locations: 'int (void *, uint8_t *, uint8_t *)',
  SSL_CTX_set_alpn_protos: 'int (void *, uint8_t *, uint32_t)',
  SSL_CTX_set_alpn_select_cb: 'void (void *, void *, void *)',
  SSL_CTX_callback_ctrl: 'long (void *, int, void *)',
  SSL_CTX_set_keylog_callback: 'void (void *, void *)',
  SSL_CTX_set_num_tickets: 'int (void *, size_t)',
  SSL_CTX_get_security_level: 'int (void *)',
  SSL_CTX_get_num_tickets: 'size_t (void *)',
  SSL_CTX_set_post_handshake_auth: 'void (void *, int)',
  SSL_CTX_set_session_id_context: 'int (void *, uint8_t *, uint32_t)',
  X509_VERIFY_PARAM_set_flags: 'int (void *, ulong)',
  X509_VERIFY_PARAM_clear_flags: 'int (void *, ulong)',
  X509_VERIFY_PARAM_get_flags: 'ulong (void *)',
  X509_VERIFY_PARAM_set_hostflags: 'void (void *, uint32_t)',
  X509_VERIFY_PARAM_get_hostflags: 'uint32_t (void *)',
  X509_VERIFY_PARAM_set1_host: 'int (void *, uint8_t *, size_t)',
  X509_VERIFY_PARAM_set1_ip: 'int (void *, uint8_t *, size_t)',
  X509_STORE_add_cert: 'int (void *, void *)',
  X509_OBJECT_get_type: 'int (void *)',
  X509_check_ca: 'int (void *)',
  DH_free: 'void (void *)',
  X509_free: 'void (void *)',
  i2d_X509: 'int (void *, uint64_t *)',
  OPENSSL_sk_num: 'int (void *)',
  SSL_free: 'void (void *)',
  SSL_set_fd: 'int (void *, int)',
  SSL_set_bio: 'void (void *, void *, void *)',
  SSL_set_connect_state: 'void (void *)',
  SSL_set_accept_state: 'void (void *)',
  SSL_do_handshake: 'int (void *)',
  SSL_read: 'int (void *, uint8_t *, int)',
  SSL_write: 'int (void *, uint8_t *, int)',
  SSL_shutdown: 'int (void *)',
  SSL_pending: 'int (void *)',
  SSL_get_shutdown: 'int (void *)',
  SSL_get_error: 'int (void *, int)',
  SSL_ctrl: 'long (void *, int, long, void *)',
  SSL_ctrl_text: 'long SSL_ctrl(void *, int, long, const char *)',
  SSL_is_init_finished: 'int (void *)',
  SSL_session_reused: 'int (void *)',
  SSL_set_session: 'int (void *, void *)',
  SSL_get_verify_result: 'long (void *)',
  SSL_set_verify: 'void (void *, int, void *)',
  SSL_get_verify_mode: 'int (void *)',
  SSL_get_finished: 'size_t (void *, uint8_t *, size_t)',
  SSL_get_peer_finished: 'size_t (void *, uint8_t *, size_t)',
  SSL_get0_alpn_selected: 'void (void *, uint64_t *, uint32_t *)',
  SSL_verify_client_post_handshake: 'int (void *)',
  SSL_set_post_handshake_auth: 'void (void *, int)',
  SSL_SESSION_free: 'void (void *)',
  SSL_SESSION_get_time: 'long (void *)',
  SSL_SESSION_get_timeout: 'long (void *)',
  SSL_SESSION_get_ticket_lifetime_hint: 'ulong (void *)',
  SSL_SESSION_has_ticket: 'int (void *)',
  SSL_CIPHER_get_bits: 'int (void *, int32_t *)',
  SSL_CIPHER_get_id: 'uint32_t (void *)',
  SSL_CIPHER_is_aead: 'int (void *)',
  SSL_CIPHER_get_cipher_nid: 'int (void *)',
  SSL_CIPHER_get_digest_nid: 'int (void *)',
  SSL_CIPHER_get_kx_nid: 'int (void *)',
  SSL_CIPHER_get_auth_nid: 'int (void *)',
  BIO_read: 'int (void *, uint8_t *, int)',
  BIO_write: 'int (void *, uint8_t *, int)',
  BIO_ctrl: 'long (void *, int, long, void *)',
  BIO_ctrl_pending: 'size_t (void *)',
  BIO_up_ref: 'int (void *)',
  BIO_free: 'int (void *)',
  ERR_clear_error: 'void ()',
  ERR_peek_last_error: 'ulong ()',
  ERR_peek_error: 'ulong ()',
  OBJ_obj2nid: 'int (void *)',
  OBJ_obj2txt: 'int (uint8_t *, int, void *, int)',
  ASN1_OBJECT_free: 'void (void *)',
  RAND_status: 'int ()',
  RAND_add: 'void (uint8_t *, int, double)',
  SSL_get_ex_data_X509_STORE_CTX_idx: 'int ()',
} as const;

/** Functions that give a pointer. */
export const POINTER_FUNCTIONS = {
  TLS_method: '()',
  TLS_client_method: '()',
  TLS_server_method: '()',
  SSL_CTX_new: '(void *)',
  SSL_CTX_get0_param: '(void *)',
  SSL_CTX_get_cert_store: '(void *)',
  SSL_CTX_get_ciphers: '(void *)',
  X509_STORE_get0_objects: '(void *)',
  X509_OBJECT_get0_X509: '(void *)',
  OPENSSL_sk_value: '(void *, int)',
  SSL_new: '(void *)',
  SSL_get0_param: '(void *)',
  SSL_get1_peer_certificate: '(void *)',
  SSL_get_peer_cert_chain: '(void *)',
  SSL_get0_verified_chain: '(void *)',
  SSL_get_current_cipher: '(void *)',
  SSL_get1_session: '(void *)',
  SSL_get_client_ciphers: '(void *)',
  SSL_set_SSL_CTX: '(void *, void *)',
  SSL_SESSION_get_id: '(void *, uint32_t *)',
  BIO_new: '(void *)',
  BIO_s_mem: '()',
  BIO_new_mem_buf: '(uint8_t *, int)',
  BIO_new_file: '(uint8_t *, const char *)',
  PEM_read_bio_X509: '(void *, void *, void *, uint8_t *)',
  PEM_read_bio_DHparams: '(void *, void *, void *, void *)',
  d2i_X509_bio: '(void *, void *)',
  OBJ_txt2obj: '(const char *, int)',
  OBJ_nid2obj: '(int)',
} as const;

/** Functions that give text. */
export const TEXT_FUNCTIONS = {
  OpenSSL_version: '(int)',
  ERR_reason_error_string: '(ulong)',
  X509_verify_cert_error_string: '(long)',
  SSL_get_version: '(void *)',
  SSL_get_servername: '(void *, int)',
  SSL_CIPHER_get_name: '(void *)',
  SSL_CIPHER_get_version: '(void *)',
  SSL_CIPHER_description: '(void *, uint8_t *, int)',
  OBJ_nid2sn: '(int)',
  OBJ_nid2ln: '(int)',
  X509_get_default_cert_file_env: '()',
  X509_get_default_cert_dir_env: '()',
} as const;

/** A release of OpenSSL: OPENSSL_VERSION_NUMBER and its name with the date. */
export interface OpenSSLVersion {
  readonly number: number;
  readonly text: string;
}

export type OpenSSL = { readonly [K in keyof typeof INT_FUNCTIONS]: (...args: Argument[]) => number } & {
  readonly [K in keyof typeof POINTER_FUNCTIONS]: (...args: Argument[]) => Pointer;
} & { readonly [K in keyof typeof TEXT_FUNCTIONS]: (...args: Argument[]) => string | null } & {
  readonly versionNumber: number;
  /** A C function pointer for a JavaScript function; `type` is a C prototype. Kept until the process ends. */
  callback(type: string, f: (...args: (Pointer & number)[]) => unknown): bigint;
  /** Copies C's memory. */
  copy(pointer: bigint, length: number): Uint8Array;
  /** Writes into C's memory. */
  poke(pointer: bigint, data: Uint8Array): void;
  address(memory: Uint8Array): bigint;
  /** The system's error number of the last call. */
  errno(): number;
};
