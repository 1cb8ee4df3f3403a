// client.p12, trust.p12 파일이 있는 폴더에서 실행하세요.
// client.p12 파일의 암호(passphrase)는 HANDFAST_PASSPHRASE 변수에 없으면 물어봐요.
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

public class Call {
    static final String URL = "https://api.example.com/";

    public static void main(String[] arguments) throws Exception {
        HttpClient client = HttpClient.newBuilder().sslContext(context()).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create(URL)).build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        System.out.println(answer.statusCode());
        System.out.println(answer.body());
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
