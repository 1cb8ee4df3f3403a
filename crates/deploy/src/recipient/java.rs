//! `Call.java`: a key store and a trust store, both PKCS#12, both with the passphrase of the bundle. HttpsURLConnection, all that
//! Java 8 has, sends no server name without a dot (`localhost`), so it cannot call a service by one.

use text::Lang;
use text::recipient as say;

use crate::code::{Code, Language};
use crate::curl::listed;
use crate::plan::Plan;
use crate::unwritable::Unwritable;

/// How both read a store, and begin to make a context with the key.
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
        if (set == null && System.console() == null) {
            throw new IllegalStateException("HANDFAST_PASSPHRASE is not set, and there is no terminal to ask at. Set it.");
        }
        char[] passphrase = set != null ? set.toCharArray() : System.console().readPassword("client.p12: ");
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(open("client.p12", passphrase), passphrase);"#;

/// And end it, with the authority that comes with the key.
const TRUST: &str = r#"        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(open("trust.p12", passphrase));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}"#;

/// Or with those that Java knows by itself (`SSLContext.init`: null stands for the installed providers).
const KNOWN: &str = r#"        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}"#;

const COMMON: &str = "import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;";

fn trust_import(plan: &Plan) -> &'static str {
    if plan.is_public() { "" } else { "import javax.net.ssl.TrustManagerFactory;\n" }
}

fn stores(plan: &Plan, lang: Lang) -> String {
    listed(if plan.is_public() { &["client.p12"] } else { &["client.p12", "trust.p12"] }, lang)
}

pub(super) fn current(plan: &Plan, lang: Lang) -> Result<String, Unwritable> {
    let mut code = Code::new(Language::Java);
    code.comment(0, &say::java_head(lang, &stores(plan, lang)))?.comment(0, say::snippet_passphrase(lang))?;
    code.lines(
        "import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;",
    );
    code.lines(COMMON).lines(trust_import(plan)).lines("public class Call {");
    code.value("    static final String URL = ", &plan.url(), ";")?;
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
    code.lines(STORES).lines(if plan.is_public() { KNOWN } else { TRUST });
    Ok(code.finish())
}

pub(super) fn old(plan: &Plan, lang: Lang) -> Result<String, Unwritable> {
    let mut code = Code::new(Language::Java);
    code.comment(0, &say::java_head(lang, &stores(plan, lang)))?.comment(0, say::snippet_passphrase(lang))?;
    code.lines("import java.net.URL;\nimport java.util.Scanner;\nimport javax.net.ssl.HttpsURLConnection;");
    code.lines(COMMON).lines(trust_import(plan)).lines("public class Call {");
    code.value("    static final String ADDRESS = ", &plan.url(), ";")?;
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
    code.lines(STORES).lines(if plan.is_public() { KNOWN } else { TRUST });
    Ok(code.finish())
}
