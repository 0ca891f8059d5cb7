# One image for web, worker and beat; docker-compose.yml says which command each of them runs.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PATH=/opt/venv/bin:$PATH
WORKDIR /app

COPY requirements.lock ./
RUN python -m venv /opt/venv \
 && pip install --no-cache-dir --require-hashes -r requirements.lock

COPY . .
# Settings refuse to start in production without a key and hosts; collecting files needs neither, so it runs outside.
RUN useradd --system --uid 10001 --home-dir /data uniengine \
 && install -d -o uniengine -g uniengine /data \
 && UNIENGINE_DATA_DIR=/tmp/build python manage.py check \
 && rm -rf /tmp/build

USER uniengine
ENV UNIENGINE_MODE=production UNIENGINE_DATA_DIR=/data
VOLUME /data
EXPOSE 8000
CMD ["uvicorn", "uniengine.asgi:application", "--host", "0.0.0.0", "--port", "8000", "--timeout-graceful-shutdown", "2"]
