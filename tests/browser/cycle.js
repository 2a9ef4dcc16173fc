// Does something again and again, each time when the monitor is connected once more. `cycle.left` tells how often still.
window.cycle = async (times, action) => {
  for (window.cycle.left = times; window.cycle.left; window.cycle.left--) {
    const connected = new Promise((resolve) => {
      const listen = ({ detail }) => {
        if (detail.state !== 'connected') return;
        document.removeEventListener('sse:stateChanged', listen);
        resolve();
      };
      document.addEventListener('sse:stateChanged', listen);
    });
    action();
    await connected;
  }
};
