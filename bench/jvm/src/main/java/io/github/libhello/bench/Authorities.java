package io.github.libhello.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whose certificates are believed.
 *
 * @param context makes connections that believe them
 * @param count how many they are
 */
record Authorities(SSLContext context, int count) {

  /** Those of the VM, or of the trust store that {@code javax.net.ssl.trustStore} names. */
  static Authorities ofTheMachine() throws GeneralSecurityException {
    return of(null);
  }

  /** The one in this file, in PEM, and no other. */
  static Authorities inFile(String file) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream pem = Files.newInputStream(Path.of(file))) {
      Certificate authority = CertificateFactory.getInstance("X.509").generateCertificate(pem);
      store.setCertificateEntry("authority", authority);
    }
    return of(store);
  }

  private static Authorities of(@Nullable KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(null, factory.getTrustManagers(), null);
    int count =
        Arrays.stream(factory.getTrustManagers())
            .filter(X509TrustManager.class::isInstance)
            .mapToInt(manager -> ((X509TrustManager) manager).getAcceptedIssuers().length)
            .sum();
    return new Authorities(context, count);
  }
}
