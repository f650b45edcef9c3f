//! What manifests are made of: the texts that a link need not hold.
//!
//! The dictionary of a format is frozen, down to the last byte: a link refers to places in it. What would make links
//! shorter goes into the dictionary of the next format. A test holds the hash of each.

use crate::explain::placeholder;

/// The dictionary of format 1.
///
/// What stands at its end is cheapest to refer to. The key pair that stands in for certificates that were left out comes
/// first, in both forms that [`super::redact`] writes.
pub(super) fn first() -> Vec<u8> {
    let mut dictionary = String::with_capacity(8 << 10);
    for text in [placeholder::CERTIFICATE, placeholder::KEY] {
        dictionary.push_str(&placeholder::in_quotes(text));
    }
    for text in [placeholder::KEY, placeholder::CERTIFICATE] {
        dictionary.push_str(&placeholder::in_base64(text));
    }
    dictionary.push_str(FIRST);
    dictionary.into_bytes()
}

const FIRST: &str = "\
apiVersion: configuration.konghq.com/v1alpha1
kind: KongUpstreamPolicy\nmetadata:\n  name: sticky\nspec:\n  algorithm: consistent-hashing\n  hashOn:\n    input: ip\n    header: \
apiVersion: configuration.konghq.com/v1beta1
kind: KongConsumerGroup
kind: KongConsumer\nmetadata:\n  name: alice\n  annotations:\n    kubernetes.io/ingress.class: kong\nusername: alice\ncustom_id: \ncredentials:\n- alice-key\nconsumerGroups:\n- gold
type: Opaque\nstringData:\n  key: left-out-1 # left out\n  username: left-out-\n  password: bGVmdC1vdXQtMQ== # left out
  labels:\n    konghq.com/credential: key-auth\n    konghq.com/credential: basic-auth\n    konghq.com/credential: jwt\n    konghq.com/credential: acl
kind: KongClusterPlugin\n  labels:\n    global: 'true'
apiVersion: configuration.konghq.com/v1
kind: KongPlugin\nmetadata:\n  name: rate-limit\nplugin: rate-limiting\nconfig:\n  minute: 5\n  policy: local\n  limit_by: consumer\n
plugin: key-auth\nconfig:\n  key_names:\n  - apikey\nplugin: basic-auth\nplugin: request-transformer\nconfig:\n  add:\n    headers:\n    - x-\
kind: Ingress\nmetadata:\n  name: echo\n  annotations:\n    konghq.com/strip-path: \"true\"\n    konghq.com/plugins: rate-limit\n    konghq.com/protocols: https\
\n    konghq.com/https-redirect-status-code: \"308\"\n    konghq.com/preserve-host: 'false'\n    konghq.com/methods: \n    konghq.com/regex-priority: \
apiVersion: networking.k8s.io/v1\nkind: IngressClass\nspec:\n  ingressClassName: kong\n  tls:\n  - secretName: example-tls\n    hosts:\n    - example.com\n  defaultBackend:\
\n  rules:\n  - host: example.com\n    http:\n      paths:\n      - path: /\n        pathType: ImplementationSpecific\n        pathType: Exact\n        pathType: Prefix\
\n        backend:\n          service:\n            name: echo\n            port:\n              number: 80\n              name: http
apiVersion: v1\nkind: Namespace\nmetadata:\n  name: default\n  namespace: kong\n
apiVersion: gateway.networking.k8s.io/v1beta1\nkind: ReferenceGrant\nspec:\n  from:\n  - group: gateway.networking.k8s.io\n    kind: HTTPRoute\n    namespace: default\n  to:\n  - group: ''\n    kind: Service
apiVersion: gateway.networking.k8s.io/v1alpha2\nkind: TLSRoute\nkind: UDPRoute\nkind: TCPRoute\nmetadata:\n  name: tcp\nspec:\n  parentRefs:\n  - name: kong\n    sectionName: \n    port: 9000\
\n  rules:\n  - backendRefs:\n    - name: tcp-echo\n      port: 1025\n      namespace: \n      weight: 
kind: GRPCRoute\n  - matches:\n    - method:\n        service: \n        method: \n    filters:\n    - type: RequestHeaderModifier\n      requestHeaderModifier:\n        set:\n        - name: \
\n    - type: URLRewrite\n      urlRewrite:\n        path:\n          type: ReplacePrefixMatch\n          replacePrefixMatch: /\n          type: ReplaceFullPath\n    - type: RequestMirror\n    - type: ExtensionRef\n      extensionRef:\n        group: configuration.konghq.com\n        kind: KongPlugin\n    timeouts:\n      backendRequest: \n      request: 10s
proxy:\n  enabled: true\n  type: LoadBalancer\n  http:\n    servicePort: 80\n    containerPort: 8000\n  tls:\n  stream:\n  - containerPort: 9901\n    servicePort: 9901\n    protocol: TCP\n    parameters:\n    - ssl\n    - reuseport\n    - backlog=16384\
e\0CONTROLLER_FEATURE_GATES=GatewayAlpha=true\nCONTROLLER_GATEWAY_API_CONTROLLER_NAME=konghq.com/kic-gateway-controller\nCONTROLLER_INGRESS_CLASS=kong\nCONTROLLER_WATCH_NAMESPACE=\nCONTROLLER_KONG_ADMIN_SVC=\nCONTROLLER_ENABLE_\
\nCONTROLLER_PUBLISH_SERVICE=kong/kong-gateway-proxy\nKONG_ROUTER_FLAVOR=expressions\nKONG_ROUTER_FLAVOR=traditional\nKONG_DATABASE=off\nKONG_ADMIN_LISTEN=127.0.0.1:8444 http2 ssl\nKONG_PORT_MAPS=80:8000, 443:8443\nKONG_TRUSTED_IPS=0.0.0.0/0,::/0\nKONG_REAL_IP_HEADER=\
k\x063.5.13g\x033.9t\x06configt\x06statust\x0bannotationst\x08problemst\x07requesto\x011o\x012e\
KONG_PROXY_LISTEN=\"0.0.0.0:8000 reuseport backlog=16384, 0.0.0.0:8443 http2 ssl reuseport backlog=16384\"
KONG_STREAM_LISTEN=\"0.0.0.0:9901 reuseport backlog=16384, 0.0.0.0:9902 reuseport udp, 0.0.0.0:9903 reuseport backlog=16384 ssl\"
CONTROLLER_PUBLISH_SERVICE=default/proxy\nm
apiVersion: gateway.networking.k8s.io/v1\nkind: GatewayClass\nmetadata:\n  name: kong\n  annotations:\n    konghq.com/gatewayclass-unmanaged: 'true'\nspec:\n  controllerName: konghq.com/kic-gateway-controller
---\napiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata:\n  name: kong\n  namespace: default\nspec:\n  gatewayClassName: kong\n  listeners:\n  - name: proxy\n    port: 80\n    protocol: HTTP\
\n  - name: proxy-ssl\n    port: 443\n    protocol: HTTPS\n    hostname: kong.example.com\n    tls:\n      mode: Terminate\n      certificateRefs:\n      - kind: Secret\n        name: kong-example-com-cert\
\n    allowedRoutes:\n      namespaces:\n        from: All\n        from: Same\n        from: Selector\n      kinds:\n      - kind: HTTPRoute\
\n  - name: proxy-tcp-9901\n    port: 9901\n    protocol: TCP\n  - name: proxy-udp-9902\n    port: 9902\n    protocol: UDP\n  - name: proxy-tls-9903\n    port: 9903\n    protocol: TLS\n    tls:\n      mode: Passthrough
apiVersion: v1\nkind: Secret\nmetadata:\n  name: kong-example-com-cert\ntype: kubernetes.io/tls\ndata:\n  tls.crt: \n  tls.key:  # left out
apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata:\n  name: echo-a1b2c\n  labels:\n    kubernetes.io/service-name: echo\naddressType: IPv4\nendpoints:\n- addresses:\n  - 10.244.1.5\n  conditions:\n    ready: true\nports:\n- port: 1027\n  name: http\n  protocol: TCP\
\n---\n# The Service in front of Kong: a listener needs a port here that leads to a listen of Kong.\
\n---\napiVersion: v1\nkind: Service\nmetadata:\n  name: proxy\nspec:\n  type: ClusterIP\n  type: LoadBalancer\n  clusterIPs: [10.96.90.3]\n  selector:\n    app: \n  ports:\n  - name: kong-proxy\n    port: 80\n    targetPort: 8000\n  - name: kong-proxy-tls\n    port: 443\n    targetPort: 8443\
\n  - name: stream-9901\n    port: 9901\n    targetPort: 9901\n    protocol: TCP\n    protocol: UDP\n    nodePort: 3\nstatus:\n  loadBalancer:\n    ingress:\n    - ip: 172.18.0.240\
\n---\napiVersion: v1\nkind: Service\nmetadata:\n  name: echo\n  annotations:\n    konghq.com/read-timeout: '10000'\nspec:\n  ports:\n  - port: 80\n    targetPort: 1027\n    name: http\
\n---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata:\n  name: echo\n  annotations:\n    konghq.com/strip-path: 'true'\nspec:\n  parentRefs:\n  - name: kong\n  hostnames:\n  - kong.example.com\n  rules:\n  - matches:\n    - path:\n        type: PathPrefix\n        type: RegularExpression\n        type: Exact\n        value: /echo\
\n      headers:\n      - name: \n      queryParams:\n      method: GET\n    backendRefs:\n    - name: echo\n      port: 80\n";
