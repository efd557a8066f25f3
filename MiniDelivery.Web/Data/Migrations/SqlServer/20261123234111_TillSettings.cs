using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MiniDelivery.Web.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class TillSettings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "TillSettings",
                columns: table => new
                {
                    RestaurantId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    PasswordSecret = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    LicenseTokenSecret = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    ChangedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    ChangedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    Url = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false),
                    User = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false),
                    CertificateThumbprint = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    Station = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    Table = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    OrderCategory = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    OrderType = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    GuestType = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    Waiter = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    Manager = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    DeleteReason = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    Timeout = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    LicenseAnchor = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TillSettings", x => x.RestaurantId);
                    table.ForeignKey(
                        name: "FK_TillSettings_Restaurants_RestaurantId",
                        column: x => x.RestaurantId,
                        principalTable: "Restaurants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "TillSettings");
        }
    }
}
