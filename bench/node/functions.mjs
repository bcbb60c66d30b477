// The echo and the chain of sines on AWS's runtime interface client for Node.

export const echo = async (event) => event;

export const sine = async ({ x, iterations }) => {
  for (let turn = 0; turn < iterations; turn++) {
    x = Math.sin(x);
  }
  return { x, iterations };
};
