// A large input: routes with Services and EndpointSlices of their own, on one Gateway.

/** `count` HTTPRoutes, as many Services and EndpointSlices. */
export function routes(count) {
  const documents = [
    `apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata:
  name: kong
  annotations:
    konghq.com/gatewayclass-unmanaged: "true"
spec:
  controllerName: konghq.com/kic-gateway-controller
`,
    `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: kong
  namespace: default
spec:
  gatewayClassName: kong
  listeners:
  - name: http
    port: 80
    protocol: HTTP
`,
  ];
  for (let i = 0; i < count; i += 1) {
    documents.push(
      `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: route-${i}
  namespace: default
  annotations:
    konghq.com/strip-path: "true"
spec:
  parentRefs:
  - name: kong
  hostnames:
  - host-${i}.example.com
  rules:
  - matches:
    - path:
        type: PathPrefix
        value: /path-${i}
    backendRefs:
    - name: service-${i}
      port: 80
`,
      `apiVersion: v1
kind: Service
metadata:
  name: service-${i}
  namespace: default
spec:
  ports:
  - name: http
    port: 80
    targetPort: 8080
`,
      `apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata:
  name: service-${i}-a
  namespace: default
  labels:
    kubernetes.io/service-name: service-${i}
addressType: IPv4
ports:
- name: http
  port: 8080
endpoints:
- addresses: ["10.0.${i >> 8}.${i & 255}"]
`,
    );
  }
  return documents.join("---\n");
}
