// Run this in the folder that holds client.p12 and trust.p12.
// The passphrase of client.p12 is asked for, unless the variable HANDFAST_PASSPHRASE holds it.
import java.net.URL;
import java.util.Scanner;
import javax.net.ssl.HttpsURLConnection;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

public class Call {
    static final String ADDRESS = "https://api.example.com/";

    public static void main(String[] arguments) throws Exception {
        HttpsURLConnection call = (HttpsURLConnection) new URL(ADDRESS).openConnection();
        call.setSSLSocketFactory(context().getSocketFactory());
        int status = call.getResponseCode();
        System.out.println(status);
        InputStream body = status < 400 ? call.getInputStream() : call.getErrorStream();
        System.out.println(new Scanner(body, "UTF-8").useDelimiter("\\A").next());
    }

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
        keys.init(open("client.p12", passphrase), passphrase);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(open("trust.p12", passphrase));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
