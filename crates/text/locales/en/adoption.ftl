# What is to be known of an authority that was made elsewhere.
intermediate = The authority “{ $subject }” is not a root: “{ $issuer }” signed it, and nginx verifies nobody by an authority in the middle of a chain alone.
    .try = Take the root and its key, or make a new authority in Create.
purposes = The authority’s extendedKeyUsage leaves out { $missing }, and OpenSSL, and so nginx and curl, refuse certificates for a purpose that their authority leaves out.
    .try = Sign the authority’s certificate anew without extendedKeyUsage, or make a new authority in Create.
version-one = The authority’s certificate is of version 1, which cannot say that it is a CA’s: OpenSSL, nginx and curl take it, and Python 3.13 and other strict programs refuse what it issues.
    .try = Use it as long as nothing strict calls, and plan to move to a new authority from Create.
name-constraints = The authority is limited to certain names (nameConstraints): whoever verifies refuses a certificate with another name, and nothing here compares them.
    .try = Look the limits up with “openssl x509 -noout -text” and issue for names within them alone.
former-certificates = What the authority issued before is not known here, so it cannot be revoked here, and revocation lists begin with number 1.
    .try = If it signed revocation lists elsewhere, go on signing them there.
