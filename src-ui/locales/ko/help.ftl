# 도움말 메뉴와 그 안의 창.
help-menu = 도움말
help-updates = 업데이트 확인…
help-about = Latchkey 정보
about-licence = MIT 라이선스로 배포되는 자유 소프트웨어예요.
