//! `Call.java`: a key store and a trust store, both PKCS#12, both with the passphrase of the bundle. HttpsURLConnection, all that
//! Java 8 has, sends no server name without a dot (`localhost`), so it cannot call a service by one.

use text::Lang;
use text::recipient as say;

use crate::code::{Code, Language};
use crate::unwritable::Unwritable;

/// How both read their stores.
const STORES: &str = r#"
    static KeyStore open(String file, char[] passphrase) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream input = Files.newInputStream(Paths.get(file))) {
            store.load(input, passphrase);
        }
        return store;
    }

    static SSLContext context() throws Exception {
        String set = System.getenv("HANDFAST_PASSPHRASE");
        char[] passphrase = set != null ? set.toCharArray() : System.console().readPassword("client.p12: ");
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(open("client.p12", passphrase), passphrase);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(open("trust.p12", passphrase));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}"#;

const COMMON: &str = "import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;";

pub(super) fn current(url: &str, lang: Lang) -> Result<String, Unwritable> {
    let mut code = Code::new(Language::Java);
    code.comment(0, say::java_head(lang))?.comment(0, say::snippet_passphrase(lang))?;
    code.lines(
        "import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;",
    );
    code.lines(COMMON).lines("\npublic class Call {");
    code.value("    static final String URL = ", url, ";")?;
    code.lines(
        "
    public static void main(String[] arguments) throws Exception {
        HttpClient client = HttpClient.newBuilder().sslContext(context()).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create(URL)).build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        System.out.println(answer.statusCode());
        System.out.println(answer.body());
    }",
    );
    code.lines(STORES);
    Ok(code.finish())
}

pub(super) fn old(url: &str, lang: Lang) -> Result<String, Unwritable> {
    let mut code = Code::new(Language::Java);
    code.comment(0, say::java_head(lang))?.comment(0, say::snippet_passphrase(lang))?;
    code.lines("import java.net.URL;\nimport java.util.Scanner;\nimport javax.net.ssl.HttpsURLConnection;");
    code.lines(COMMON).lines("\npublic class Call {");
    code.value("    static final String ADDRESS = ", url, ";")?;
    code.lines(
        r#"
    public static void main(String[] arguments) throws Exception {
        HttpsURLConnection call = (HttpsURLConnection) new URL(ADDRESS).openConnection();
        call.setSSLSocketFactory(context().getSocketFactory());
        int status = call.getResponseCode();
        System.out.println(status);
        InputStream body = status < 400 ? call.getInputStream() : call.getErrorStream();
        System.out.println(new Scanner(body, "UTF-8").useDelimiter("\\A").next());
    }"#,
    );
    code.lines(STORES);
    Ok(code.finish())
}
