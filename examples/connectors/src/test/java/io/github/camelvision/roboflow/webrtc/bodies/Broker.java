package io.github.camelvision.roboflow.webrtc.bodies;

import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;

/** A real broker in this JVM, which speaks its own protocol and AMQP 1.0. */
public final class Broker implements AutoCloseable {

    private static final long RECEIVE_MILLIS = 30_000;

    private final EmbeddedActiveMQ server = new EmbeddedActiveMQ();
    private final String address = "127.0.0.1:" + RouteFixture.freePort();

    public Broker() throws Exception {
        Configuration configuration = new ConfigurationImpl().setPersistenceEnabled(false).setSecurityEnabled(false)
                .addAcceptorConfiguration("tcp", "tcp://" + address + "?protocols=CORE,AMQP");
        server.setConfiguration(configuration);
        server.start();
    }

    public ConnectionFactory jms() {
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory("tcp://" + address);
        factory.setDeserializationAllowList("java,io.github.camelvision");
        return factory;
    }

    ConnectionFactory amqp() {
        return new JmsConnectionFactory("amqp://" + address);
    }

    /** The content of the next message: String, byte[], or the object; null when it has none. */
    public Object receive(String queue) throws Exception {
        try (Connection connection = jms().createConnection()) {
            connection.start();
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            Message message = session.createConsumer(session.createQueue(queue)).receive(RECEIVE_MILLIS);
            if (message == null) {
                throw new AssertionError("Nothing arrived at " + queue);
            }
            return content(message);
        }
    }

    private static Object content(Message message) throws Exception {
        if (message instanceof TextMessage text) {
            return text.getText();
        }
        if (message instanceof BytesMessage bytes) {
            byte[] content = new byte[(int) bytes.getBodyLength()];
            bytes.readBytes(content);
            return content;
        }
        return message instanceof ObjectMessage object ? object.getObject() : null;
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
